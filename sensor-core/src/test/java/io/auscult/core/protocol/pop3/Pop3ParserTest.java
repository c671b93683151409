package io.auscult.core.protocol.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class Pop3ParserTest {
    private final Pop3Parser parser = new Pop3Parser();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReportEveryTryAndTheConnection() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp("+OK POP3 ready <1@x>\r\n")
                .orig("CAPA\r\n")
                .resp("+OK\r\nUSER\r\nSTLS\r\n.\r\n")
                .orig("USER ann\r\nPASS one\r\n")
                .resp("+OK\r\n-ERR [AUTH] no\r\n")
                .orig("APOP bob c4c9334bac560ecc979e58001b3e22fb\r\n")
                .resp("+OK maildrop\r\n")
                .orig("RETR 1\r\nDELE 1\r\n")
                .resp("+OK\r\nSubject: x\r\n\r\n+OK not a reply\r\n.\r\n+OK deleted\r\n")
                .orig("QUIT\r\n")
                .resp("+OK\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .filteredOn(event -> !event.startsWith("files@"))
                .containsExactly(
                        "identity@5 user=ann kind=person protocol=pop3 mechanism=password outcome=failure"
                                + " reason=[AUTH] no cleartext=T",
                        "identity@7 user=bob kind=person protocol=pop3 mechanism=apop outcome=success cleartext=F",
                        "pop3@12 user=bob success=T tries=2 retrieved=1 deleted=1 tls=F");
    }

    @Test
    void shouldFollowSasl() {
        assertThat(ParserScript.tcp()
                        .resp("+OK ready\r\n")
                        .orig("AUTH PLAIN\r\n")
                        .resp("+ \r\n")
                        .orig(base64("\0ann\0s3cret") + "\r\n")
                        .resp("-ERR no\r\n")
                        .runEveryWay(parser)
                        .events())
                .containsExactly(
                        "identity@5 user=ann kind=person protocol=pop3 mechanism=plain outcome=failure reason=no"
                                + " cleartext=T",
                        "pop3@6 user=ann success=F tries=1 retrieved=0 deleted=0 tls=F");
    }

    @Test
    void shouldJudgeOnRequestsAlone() {
        assertThat(ParserScript.tcp()
                        .orig("USER ann\r\n")
                        .gap(Direction.ORIG, 3)
                        .orig("PASS s3cret\r\n")
                        .runEveryWay(parser)
                        .events())
                .first()
                .asString()
                .isEqualTo(
                        "identity@4 user=ann kind=person protocol=pop3 mechanism=password outcome=unknown cleartext=T");
    }

    @Test
    void shouldBoundWhatIsPending() {
        assertThat(ParserScript.tcp()
                        .orig("NOOP\r\n".repeat(1000))
                        .resp("+OK\r\n".repeat(1000))
                        .runEveryWay(parser)
                        .events())
                .hasSize(1);
    }

    @Test
    void shouldMakeAFileOfEachPartOfAMessage() {
        assertThat(ParserScript.tcp()
                        .resp("+OK POP3 ready\r\n")
                        .orig("RETR 1\r\nTOP 2 1\r\nDELE 1\r\n")
                        .resp(
                                "+OK\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n..dots\r\n.. and\r\n--b\r\n"
                                        + "Content-Type: text/html; name=a.html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                                        + base64("<html><body>x")
                                        + "\r\n--b--\r\n.\r\n+OK\r\nSubject: y\r\n\r\nbody\r\n.\r\n+OK deleted\r\n")
                        .runEveryWay(parser)
                        .events())
                .hasSize(3)
                .anyMatch(event ->
                        event.startsWith("files@") && event.contains("source=POP3") && event.contains("seen_bytes=12 "))
                .anyMatch(event -> event.contains("mime_type=text/html") && event.contains("filename=a.html"))
                .anyMatch(event -> event.startsWith("pop3@") && event.contains("retrieved=1 deleted=1"));
    }

    @Test
    void shouldSayWhatIsMissingOfAMessage() {
        assertThat(ParserScript.tcp()
                        .resp("+OK POP3 ready\r\n")
                        .orig("RETR 1\r\n")
                        .resp("+OK\r\nSubject: x\r\n\r\nbody\r\n")
                        .gap(100)
                        .resp("more\r\n.\r\n")
                        .run(parser))
                .anyMatch(event -> event.startsWith("files@")
                        && event.contains("missing_bytes=100")
                        && event.contains("unhashed=gap"));
    }
}
