"""What a server says is wrong, as one sentence for users in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors

from store.errors import Disconnected, PizhuError
from store.language import Language, use_language
from store.storage.postgres.address import parse_address
from store.storage.postgres.failures import failed, lost, unreachable

ADDRESS = parse_address("postgresql://lin@host/letters")

FAILURES: list[tuple[psycopg.Error, str, str]] = [
    (
        errors.InsufficientPrivilege("permission denied for table lock"),
        (
            "The role has no right to do this in {address} (permission "
            "denied for table lock): ask whoever runs "
            "the database for it."
        ),
        (
            "该角色无权在 {address} 中执行此操作（permission denied for table "
            "lock）：请向数据库管理员申请权限。"
        ),
    ),
    (
        errors.QueryCanceled("canceling statement due to statement timeout"),
        "The server of {address} did not answer in time: try again when it has less to do.",
        "{address} 的服务器没有及时响应：请在它不太忙时重试。",
    ),
    (
        errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction"),
        "The server of {address} is read-only, as a standby is: name the one that can be written.",
        "{address} 的服务器是只读的，例如备库：请指定可以写入的服务器。",
    ),
    (
        errors.DiskFull("could not extend file: No space left on device"),
        (
            "The server of {address} has no room (could not extend file: "
            "No space left on device): free some on it, "
            "then try again."
        ),
        (
            "{address} 的服务器空间不足（could not extend file: No space left on "
            "device）：请在服务器上腾出空间，然后重试。"
        ),
    ),
    (
        errors.UndefinedTable('relation "pizhu.articles" does not exist'),
        (
            "The library at {address} is not there any more, or not "
            "complete: restore the database from its backup."
        ),
        "{address} 上的文库已不存在或不完整：请用备份恢复数据库。",
    ),
    (
        errors.InternalError("something broke."),
        (
            "The server of {address} reports an error (something broke): "
            "try again, and tell whoever runs it if it "
            "stays."
        ),
        "{address} 的服务器报告了错误（something broke）：请重试；若仍出错，请告知服务器管理员。",
    ),
]

REFUSALS: list[tuple[str, str, str]] = [
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused\n'
            "\tIs the server running on that host and accepting TCP/IP connections?"
        ),
        (
            "The server of {address} cannot be reached (connection "
            "refused): check the address and the network, then "
            "try again."
        ),
        "无法连接 {address} 的服务器（连接遭拒绝）：请检查地址和网络，然后重试。",
    ),
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
            'FATAL:  password authentication failed for user "lin"'
        ),
        (
            "The server of {address} refused the user: check the name in the address and the password in "
            "`~/.pgpass` or the service."
        ),
        "{address} 的服务器拒绝了该用户：请检查地址中的用户名，以及 `~/.pgpass` 或服务定义中的密码。",
    ),
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
            'FATAL:  database "letters" does not exist'
        ),
        "The server of {address} has no such database: create it with `createdb`, or name another.",
        "{address} 的服务器上没有这个数据库：请用 `createdb` 创建，或指定另一个数据库。",
    ),
    (
        "connection timeout expired",
        (
            "The server of {address} does not answer: check the host and the port, that it is running, and "
            "that no firewall is between."
        ),
        "{address} 的服务器没有应答：请检查主机和端口，确认服务器正在运行，且没有防火墙阻挡。",
    ),
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
            "server does not support SSL, but SSL was required"
        ),
        (
            "The server of {address} offers no encryption, which `sslmode` requires: ask whoever runs it to "
            "turn it on, or leave `sslmode` out if the network is your own."
        ),
        (
            "{address} 的服务器不支持加密，而 `sslmode` 要求加密：请让服务器管理员启用加密；如果是"
            "您自己的网络，也可以去掉 `sslmode`。"
        ),
    ),
    (
        'connection failed: FATAL:  role "lin" is not permitted to log in',
        "The role “lin” may not log in to the server of {address}: name another one, or ask whoever runs it.",
        "角色“lin”不能登录 {address} 的服务器：请换一个角色，或询问服务器管理员。",
    ),
    (
        'invalid integer value "geheim" for connection option "port"',
        (
            "A setting in {address}, its service or the environment (`PGPORT`, `PGSSLMODE`…) is not valid: "
            "correct it."
        ),
        "{address}、其服务定义或环境变量（`PGPORT`、`PGSSLMODE`……）中有无效的设置：请改正。",
    ),
]


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    use_language(Language.ENGLISH)


def sentences(error: psycopg.Error) -> tuple[str, str]:
    use_language(Language.ENGLISH)
    english = str(failed(error, ADDRESS))
    use_language(Language.SIMPLIFIED)
    return english, str(failed(error, ADDRESS))


@pytest.mark.parametrize(("error", "english", "chinese"), FAILURES, ids=lambda each: type(each).__name__)
def test_a_failed_statement_is_one_sentence(error: psycopg.Error, english: str, chinese: str) -> None:
    expected = english.format(address=ADDRESS), chinese.format(address=ADDRESS)
    assert sentences(error) == expected
    assert isinstance(failed(error, ADDRESS), PizhuError)


@pytest.mark.parametrize(("said", "english", "chinese"), REFUSALS)
def test_a_server_that_refuses_is_one_sentence(said: str, english: str, chinese: str) -> None:
    for language, sentence in ((Language.ENGLISH, english), (Language.SIMPLIFIED, chinese)):
        use_language(language)
        error = unreachable(psycopg.OperationalError(said), ADDRESS)
        assert str(error) == sentence.format(address=ADDRESS)
        assert isinstance(error, Disconnected)


def test_a_lost_connection_says_that_what_was_saved_is_kept() -> None:
    error = errors.AdminShutdown("terminating connection due to administrator command")
    assert "what was saved is kept" in str(lost(error, ADDRESS))
