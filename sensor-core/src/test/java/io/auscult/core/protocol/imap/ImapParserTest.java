package io.auscult.core.protocol.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ImapParserTest {
    private final ImapParser parser = new ImapParser();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldReportEveryTryAndTheConnection() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp("* OK [CAPABILITY IMAP4rev1] ready\r\n")
                .orig("a1 LOGIN ann \"pass one\"\r\n")
                .resp("a1 NO [AUTHENTICATIONFAILED] wrong\r\n")
                .orig("a2 LOGIN {3}\r\n")
                .resp("+ go on\r\n")
                .orig("bob {8+}\r\npasstwo!\r\n")
                .resp("* CAPABILITY IMAP4rev1\r\na2 OK in\r\n")
                .orig("a3 SELECT \"IN\\\"BOX\"\r\n")
                .resp("* 3 EXISTS\r\na3 OK\r\n")
                .orig("a4 FETCH 1 BODY[]\r\n")
                .resp("* 1 FETCH (BODY[] {20}\r\na1 OK a2 NO\r\nxxxxxx )\r\na4 OK\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .filteredOn(event -> !event.startsWith("files@"))
                .containsExactly(
                        "identity@3 user=ann kind=person protocol=imap mechanism=login outcome=failure"
                                + " reason=[AUTHENTICATIONFAILED] wrong cleartext=T",
                        "identity@7 user=bob kind=person protocol=imap mechanism=login outcome=success cleartext=T",
                        "imap@12 user=bob success=T tries=2 mailbox=IN\"BOX tls=F");
        assertThat(outcome.events().toString()).doesNotContain("pass one", "passtwo");
    }

    @Test
    void shouldFollowSasl() {
        assertThat(ParserScript.tcp()
                        .resp("* OK ready\r\n")
                        .orig("1 AUTHENTICATE PLAIN\r\n")
                        .resp("+ \r\n")
                        .orig(base64("\0ann\0s3cret") + "\r\n")
                        .resp("1 OK in\r\n")
                        .orig("2 AUTHENTICATE CRAM-MD5\r\n")
                        .resp("+ " + base64("<1@x>") + "\r\n")
                        .orig(base64("eve 0123456789abcdef") + "\r\n")
                        .runEveryWay(parser)
                        .events())
                .containsExactly(
                        "identity@5 user=ann kind=person protocol=imap mechanism=plain outcome=success cleartext=T",
                        "identity@9 user=eve kind=person protocol=imap mechanism=cram-md5 outcome=unknown cleartext=F",
                        "imap@9 user=eve success=T tries=2 tls=F");
    }

    @Test
    void shouldSurviveAbsurdLiterals() {
        assertThat(ParserScript.tcp()
                        .orig("1 LOGIN {99999999999}\r\n" + "x".repeat(5000))
                        .runEveryWay(parser)
                        .events())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event).hasSizeLessThan(600));
    }

    @Test
    void shouldMakeFilesOfMessagesFetchedAndStored() {
        String message = "Subject: x\r\n\r\nIt is a body.\r\n";
        assertThat(ParserScript.tcp()
                        .resp("* OK ready\r\n")
                        .orig("a4 UID FETCH 1 BODY.PEEK[]\r\n")
                        .resp("* 1 FETCH (UID 7 BODY[] {" + message.length() + "}\r\n" + message + ")\r\na4 OK\r\n")
                        .orig("a5 APPEND \"Sent\" (\\Seen) {" + message.length() + "}\r\n")
                        .resp("+ go\r\n")
                        .orig(message + "\r\n")
                        .resp("a5 OK\r\n")
                        .orig("a6 FETCH 1 BODY[HEADER]\r\n")
                        .resp("* 1 FETCH (BODY[HEADER] {14}\r\nSubject: x\r\n\r\n)\r\na6 OK\r\na7 BYE\r\n")
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("files@"))
                .hasSize(2)
                .allMatch(event -> event.contains("source=IMAP") && event.contains("seen_bytes=15 "))
                .anyMatch(event -> event.contains("is_orig=T"));
    }
}
