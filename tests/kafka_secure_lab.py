"""A real broker with TLS, SASL/SCRAM and the access rights of deploy/kafka/acls.toml; a Kafka user for each service."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import trustme
from cryptography.hazmat.primitives import serialization
from kafka.admin import KafkaAdminClient, ScramMechanism, UserScramCredentialUpsertion
from kafka_lab import ALL, ROOT, Broker, free_port, require_programs

from tocsin.log import kafka_acls, kafka_topics
from tocsin.log.kafka import KafkaAddress
from tocsin.log.kafka_security import address
from tocsin.settings_services import KafkaSettings

ACLS = ROOT / "deploy" / "kafka" / "acls.toml"
ADMIN = "secret-of-admin"


class SecureBroker:
    """`localhost:PORT` is its name; its certificate has no other."""

    def __init__(self, folder: Path) -> None:
        self.tls = folder / "tls"
        self.tls.mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca))
        trustme.CA().cert_pem.write_to_path(str(self.other_ca))
        certificate = authority.issue_cert("localhost", common_name="broker")
        (self.tls / "broker.pem").write_bytes(_pkcs8(certificate) + certificate.cert_chain_pems[0].bytes())
        password = folder / "password"
        password.write_text(ADMIN)
        more = {"KAFKA_TLS": str(self.tls), "KAFKA_ADMIN_PASSWORD_FILE": str(password)}
        self._broker = Broker(folder, free_port(), more)
        self.bootstrap, self.stranger = f"localhost:{self._broker.port}", self._broker.bootstrap
        self.start, self.stop = self._broker.start, self._broker.stop

    @property
    def ca(self) -> Path:
        return self.tls / "ca.pem"

    @property
    def other_ca(self) -> Path:
        return self.tls / "other-ca.pem"

    def settings(self, user: str, **other: Any) -> dict[str, Any]:
        """The block `kafka` of the settings."""
        mine = {"tls": True, "ca": str(self.ca), "username": user, "password": password_of(user)}
        return {"bootstrap": self.bootstrap, **mine, **other}

    def address(self, user: str, **other: Any) -> KafkaAddress:
        return address(KafkaSettings.model_validate(self.settings(user, **other)))

    def prepare(self) -> None:
        """Topics, users, rights."""
        kafka_topics.apply(self.address("admin"), kafka_topics.with_partitions(ALL, 2))
        users = tomllib.loads(ACLS.read_text())
        with closing(KafkaAdminClient(**kafka_topics.admin_options(self.address("admin")))) as admin:
            made = [UserScramCredentialUpsertion(u, ScramMechanism.SCRAM_SHA_512, password_of(u)) for u in users]
            assert set(admin.alter_user_scram_credentials(made).values()) == {None}
        kafka_acls.apply(self.address("admin"), kafka_acls.read(ACLS))


def password_of(user: str) -> str:
    return f"secret-of-{user}"


def _pkcs8(certificate: trustme.LeafCert) -> bytes:
    """The private key as Java reads it."""
    key = serialization.load_pem_private_key(certificate.private_key_pem.bytes(), None)
    pem, form, open_ = (
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return key.private_bytes(pem, form, open_)


@functools.cache
def secure_broker() -> SecureBroker:
    """The session's."""
    require_programs()
    folder = Path(tempfile.mkdtemp(prefix="tocsin-kafka-tls-"))
    made = SecureBroker(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(made.stop)
    made.start()
    made.prepare()
    return made
