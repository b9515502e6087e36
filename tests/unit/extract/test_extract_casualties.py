"""Tolls: sentence beside expectation."""

from __future__ import annotations

import pytest
from extract_reading import document, tolls

from processors.classify.extract import casualties, ranked
from tocsin.contract.fields import Toll


def bounds(toll: Toll | None) -> tuple[int | None, int | None, int | None] | None:
    return None if toll is None else (toll.min, toll.best, toll.max)


def best(toll: Toll | None) -> int | None:
    return toll.best if toll else None


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Twenty-two people were killed and at least 31 wounded in the blast.", (22, 22, 22), (31, 31, None)),
        ("Troops killed twelve Boko Haram fighters near Gwoza.", (12, 12, 12), None),
        ("Two dozen soldiers died; dozens were injured.", (24, 24, 24), (24, None, None)),
        ("The blast killed more than 40 people.", (41, None, None), None),
        ("The blast killed a dozen people, including three children.", (12, 12, 12), None),
        ("As many as 30 people were wounded.", None, (None, None, 30)),
        ("Nearly 50 people were injured.", None, (None, 50, 50)),
        ("Between 10 and 15 people were wounded.", None, (10, None, 15)),
        ("Scores of people were wounded and hundreds of villagers were killed.", (200, None, None), (40, None, None)),
        ("The death toll rose to 12 from 9.", (12, 12, 12), None),
        ("The number of people killed has risen to 41 from 33.", (41, 41, 41), None),
        ("Seven soldiers have fallen on the field of honour, the staff said.", (7, 7, 7), None),
        ("That brings to 31 the number of people who died when two missiles hit the block.", (31, 31, 31), None),
        ("That brings to three the number of policemen killed in the attack.", (3, 3, 3), None),
        ("Two more of those injured in the blast died, taking the death toll to 17.", (17, 17, 17), None),
        ("A schoolteacher and two others were injured by a grenade.", None, (3, 3, 3)),
        ("A woman and her husband were axed to death by her brothers.", (2, 2, 2), None),
        ("Villagers lynched a policeman after a rumour.", (1, 1, 1), None),
        ("The toll is of 17 injured, eleven of them officers.", None, (17, 17, 17)),
        ("No one was hurt when the shell landed.", (0, 0, 0), (0, 0, 0)),
        ("The rockets fell without causing any casualties.", (0, 0, 0), (0, 0, 0)),
        ("The convoy passed the market on Tuesday.", None, None),
        ("A mortar round fell on a tea shop, wounding a seller and damaging three houses.", None, (1, 1, 1)),
    ],
)
def test_counts(text: str, killed: tuple[int | None, ...] | None, injured: tuple[int | None, ...] | None) -> None:
    read = tolls(text)
    assert (bounds(read.killed), bounds(read.injured)) == (killed, injured)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("The gunman killed a man and wounded his wife and two sons.", 1, 3),
        ("A mother and her son were killed.", 2, None),
        ("Jose Ramos, 34, was pronounced dead at the scene.", 1, None),
        ("He opened fire, killing two people and injuring five others.", 2, 5),
        ("A 20-year-old man was killed in an attack that also left three other people wounded.", 1, 3),
        ("TWO SOLDIERS WERE KILLED AND SEVEN OTHERS WERE WOUNDED DURING CLASHES.", 2, 7),
        ("two soldiers were killed and seven others were wounded during clashes.", 2, 7),
        ("A man was shot dead on Tuesday in the 1300 block of Elm Street.", 1, None),
        ("Four people were shot, and two did not survive.", 2, 2),
        ("Two teenage boys were shot Monday afternoon, leaving one dead.", 1, 1),
        ("Five people died at the hospital and one succumbed to his wounds.", 5, None),
        ("Bomb kills 3, injures 14", 3, 14),
        ("The blast killed a man and two children, a boy of five and a girl.", 3, None),
        ("Gunmen killed tribal leader Haji Karim Khan and his two bodyguards.", 3, None),
        ("Police: 2 dead, 2 injured in Elmtown blast", 2, 2),
        ("The number of villagers killed in the raid has risen to 41 from 33.", 41, None),
        ("At least 19 civilians, including seven women and four patients, lost their lives in the attack.", 19, None),
        ("The mayor, who had been threatened by the rebels, was shot dead.", 1, None),
        ("Medics had counted 26 bodies by the evening after the shelling.", 26, None),
        ("The shelling killed two women aged 61 and 67 and injured five people.", 2, 5),
        ("In the worst violence in the city this year, eight people were killed by shells.", 8, None),
        ("It was the deadliest blast since 2019, when a bomb killed 70 people.", None, None),
        ("Two dancers were killed and a conductor was injured by the rocket.", 2, 1),
        ("Six goats were killed by the shell.", None, None),
        ("A woman of 60 was wounded and a boy of 14 was killed by the shell.", 1, 1),
        ("A family of five was killed by the shell.", 5, None),
        ("The bodies of five men with gunshot wounds lay beside the road after the clash.", 5, None),
        ("None of the rebels' victims had life-threatening injuries.", None, None),
        ("Both gave the number of injured in the shelling as 26.", None, 26),
        ("He killed his wife, Mara Dole, 34, and her father, Ivo Renn, 60, at the farm.", 2, None),
        ("A bomb killed three others, two men and a woman, near the mosque.", 3, None),
        ("A rocket wounded three others -- two men and a woman -- near the mosque.", None, 3),
        ("One of the workers, a 19-year-old man named Sami Odeh, died after the blast.", 1, None),
        ("Three people are dead and a fourth wounded after the ambush.", 3, 1),
        ("The shell left three dead and injured another early on Sunday.", 3, 1),
        ("A mortar shell hit two farmers; both were wounded.", None, 2),
        ("The bomber killed two guards and then himself.", 3, None),
        ("The week of bombs ended with five deaths.", 5, None),
        ("A teacher and the constable escorting her were shot dead by rebels.", 2, None),
        ("The father of three gunned down by rebels was a teacher.", 1, None),
        ("The victim of the blast on November 18 has died.", 1, None),
        ("The toll has climbed to 31 dead and 70 wounded.", 31, 70),
        ("Eleven bodies were recovered from the rubble.", 11, None),
        ("None of the passengers was hurt.", None, 0),
        ("The shell killed his parents and wounded the twins.", 2, 2),
        ("Six people lost their lives and a dozen were hurt.", 6, 12),
        ("3 killed, 14 hurt in market blast", 3, 14),
    ],
)
def test_wordings(text: str, killed: int | None, injured: int | None) -> None:
    read = tolls(text)
    assert (best(read.killed), best(read.injured)) == (killed, injured)


@pytest.mark.parametrize(
    "text",
    [
        "The 34-year-old mayor spoke at 10:30 a.m. on 12 May.",
        "Damage was put at $4,000, or 12 percent of the budget.",
        "Since 2015, more than 4,000 people have been killed in the province.",
        "The bomb could have killed hundreds.",
        "The group threatened to kill 20 hostages.",
        "In 2017 a man, 26, was shot at in the 3700 block of Elm Street.",
        "Gunfire was heard; 25 drones had been shot down.",
    ],
)
def test_other_numbers_are_no_tolls(text: str) -> None:
    assert tolls(text).killed is None


@pytest.mark.parametrize(
    ("texts", "killed"),
    [
        (("Nine soldiers were killed in the attack.", "Eleven terrorists were neutralised, the army said."), 9),
        (("Eleven terrorists were neutralised, the army said.",), 11),
        (("Nobody else was hurt.", "Eleven militants were killed in the raid."), 11),
    ],
)
def test_the_losses_of_who_attacked_are_no_toll_of_the_attack(texts: tuple[str, ...], killed: int) -> None:
    assert best(tolls(*texts).killed) == killed


def test_attackers_count_and_are_told_apart() -> None:
    killed = tolls("A bomber blew himself up, killing five people and the attacker and wounding 23.").killed
    assert killed is not None
    assert (killed.best, killed.of_which_perpetrators) == (6, 1)


@pytest.mark.parametrize(
    ("text", "perpetrators"),
    [
        ("The blast killed seven, including two attackers.", 2),
        ("Three gunmen and two police officers were killed in the shootout.", 3),
        ("Security forces killed six militants in the raid.", None),
    ],
)
def test_attackers_among_the_dead(text: str, perpetrators: int | None) -> None:
    killed = tolls(text).killed
    assert killed is not None
    assert killed.of_which_perpetrators == perpetrators


@pytest.mark.parametrize(
    ("text", "abducted", "arrested"),
    [
        ("Twelve people, including three children, were kidnapped on Sunday.", 12, None),
        ("The men marched 18 people into the bush.", 18, None),
        ("Police said 22 people, among them a poet of 70, were arrested.", None, 22),
        ("Police said no arrests had been made.", None, 0),
        ("No arrests were made.", None, 0),
        ("The ministry said its troops had captured the town.", None, None),
    ],
)
def test_taken(text: str, abducted: int | None, arrested: int | None) -> None:
    read = tolls(text)
    assert (best(read.abducted), best(read.arrested)) == (abducted, arrested)


def test_abducted_and_arrested() -> None:
    read = tolls("Gunmen kidnapped 35 students and their teacher.", "Police later arrested two suspects.")
    assert (best(read.abducted), best(read.arrested)) == (36, 2)


def test_silence_is_none_only_where_victims_are_told_one_by_one() -> None:
    text = "Two men were wounded in a shooting on Elm Street."
    shooting = tolls(text, event_type="violence_against_civilians/shooting")
    assert bounds(shooting.killed) == (0, 0, None)
    assert shooting.killed is not None
    assert shooting.killed.text is None
    assert tolls(text, event_type="battle/armed_clash").killed is None


def test_evidence_points_at_the_words() -> None:
    doc = document("Shells hit the town.", "Seven people were killed, doctors said.")
    read, evidence = casualties.read(doc, doc.sentences)
    witness = evidence["casualties.killed"]
    assert read.killed is not None
    assert witness.sentence.index == 1
    assert read.killed.text == "Seven people were killed"
    assert " ".join(s.text for s in doc.sentences)[witness.start : witness.end] == read.killed.text


def test_hostages_are_counted_before_the_word() -> None:
    read = tolls("Prisoners took eight guards hostage and set mattresses on fire.")
    assert best(read.abducted) == 8


def test_a_town_that_was_seized_is_nobody_abducted() -> None:
    assert tolls("Its fighters seized the town of En Nahud after two days of fighting.").abducted is None


def test_the_opening_is_believed_before_a_larger_figure_further_down() -> None:
    read = tolls(
        "At least 26 people were killed when armed men attacked three hamlets, police said.",
        "The attackers came early.",
        "They burned houses.",
        "A village leader said that 41 people were dead.",
    )
    assert best(read.killed) == 26


def test_a_disputed_figure_is_not_believed_for_standing_first() -> None:
    read = tolls(
        "The army denied it had hit a school, saying only five rebels had died in the air strike.",
        "Roads were closed.",
        "Medics said 17 people were killed.",
    )
    assert best(read.killed) == 17


@pytest.mark.parametrize(("title", "killed"), [("Two shot dead in Lawndale", 2), ("Three shot dead in Lawndale", None)])
def test_what_title_and_lead_agree_on_needs_no_odds(
    monkeypatch: pytest.MonkeyPatch, title: str, killed: int | None
) -> None:
    monkeypatch.setattr(ranked, "SURE_KILLED", 2.0)
    text = "Two men were shot dead by a gunman in an alley on Tuesday."
    assert best(tolls(text, title=title, event_type="violence_against_civilians/shooting").killed) == killed
