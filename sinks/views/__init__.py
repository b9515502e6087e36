"""Views: incidents in the formats of other trades. Pure, streaming: revisions in, pieces of the document out.

geojson.py   maps (RFC 7946)            one feature an incident, its uncertainty as a circle
acled_csv.py spreadsheets, ACLED's shape one row an incident
cap.py       warning systems (CAP 1.2)  one message a revision: Alert, Update, Cancel
"""
