package io.auscult.core.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtpParserTest {
    private final SmtpParser parser = new SmtpParser();

    private static ParserScript greeted() {
        return ParserScript.tcp()
                .resp("220 mx.example ESMTP\r\n")
                .orig("EHLO ward7.example\r\n")
                .resp("250-mx.example\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<String> only(String type, ParserScript.Outcome outcome) {
        return outcome.events().stream()
                .filter(event -> event.startsWith(type + "@"))
                .toList();
    }

    @Test
    void shouldLogEnvelopeHeadersAndReply() {
        ParserScript.Outcome outcome = greeted()
                .orig("MAIL FROM:<ann@a.example> SIZE=400\r\n")
                .resp("250 ok\r\n")
                .orig("RCPT TO:<bob@b.example> ORCPT=rfc822;bob@b.example\r\nRCPT TO:<eve@b.example>\r\n")
                .resp("250 ok\r\n250 ok\r\n")
                .orig("DATA\r\n")
                .resp("354 go on\r\n")
                .orig("Received: from x [192.0.2.7] by relay (10.9.9.9)\r\n"
                        + "\tfor <bob@b.example>\r\n"
                        + "From: Ann <ann@a.example>\r\nTo: \"B, Bob\" <bob@b.example>, eve@b.example\r\n"
                        + "Subject: folded\r\n and more\r\nMessage-ID: <1@a>\r\nUser-Agent: mailer 1\r\n\r\n"
                        + "secret body\r\n..dot\r\n.\r\n")
                .resp("250 queued as 1\r\n")
                .orig("QUIT\r\n")
                .resp("221 bye\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(only("smtp", outcome))
                .singleElement()
                .asString()
                .startsWith("smtp@1 trans_depth=1 helo=ward7.example mailfrom=ann@a.example rcptto=[bob@b.example,"
                        + " eve@b.example] from=Ann <ann@a.example> to=[\"B, Bob\" <bob@b.example>, eve@b.example]"
                        + " msg_id=<1@a> subject=folded and more first_received=from x [192.0.2.7] by relay"
                        + " (10.9.9.9)\tfor <bob@b.example> last_reply=250 queued as 1 path=[10.0.0.2, 10.0.0.1,"
                        + " 10.9.9.9] user_agent=mailer 1 tls=F fuids=[");
        assertThat(only("files", outcome)).singleElement().asString().contains("source=SMTP depth=1", "seen_bytes=19");
        assertThat(outcome.events().toString()).doesNotContain("secret body");
    }

    @Test
    void shouldUndoTheEncodingOfAttachments() {
        String part = "--frontier\r\nContent-Type: application/octet-stream; name=\"old\"\r\n"
                + "Content-Disposition: attachment;\r\n filename=\"list.csv\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n" + base64("a,b\nc,d\n") + "\r\n";
        String quoted = "--frontier\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + "caf=E9 =\r\nau lait\r\n";
        String nested = "--frontier\r\nContent-Type: multipart/alternative; boundary=inner\r\n\r\nlost\r\n"
                + "--inner\r\n\r\nplain\r\n--inner--\r\nlost\r\n";
        ParserScript.Outcome outcome = greeted()
                .orig("DATA\r\n")
                .resp("354 go on\r\n")
                .orig("Content-Type: multipart/mixed; boundary=\"frontier\"\r\n\r\npreamble\r\n" + part + quoted
                        + nested + "--frontier--\r\nepilogue\r\n.\r\n")
                .runEveryWay(parser);
        assertThat(only("files", outcome))
                .satisfiesExactly(
                        first -> assertThat(first).contains("filename=list.csv", "depth=2", "seen_bytes=8 "),
                        second -> assertThat(second).contains("depth=2", "seen_bytes=12 "),
                        third -> assertThat(third).contains("depth=3", "seen_bytes=5 "));
    }

    @Test
    void shouldReadChunks() {
        ParserScript.Outcome outcome = greeted()
                .orig("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 13\r\nSubject: x\r\n\r"
                        + "BDAT 7 LAST\r\n\n.\r\nhi\r\nRSET\r\n")
                .resp("250 ok\r\n250 ok\r\n250 13 bytes\r\n250 queued\r\n250 reset\r\n")
                .runEveryWay(parser);
        assertThat(only("smtp", outcome)).singleElement().asString().contains("subject=x", "last_reply=250 queued");
        assertThat(only("files", outcome)).singleElement().asString().contains("seen_bytes=6 ");
    }

    @Test
    void shouldReadHeadersOfAMessageWithoutABody() {
        assertThat(only(
                        "smtp",
                        greeted()
                                .orig("MAIL FROM:<a@b>\r\nBDAT 19 LAST\r\nFrom: a\r\nSubject: x")
                                .runEveryWay(parser)))
                .singleElement()
                .asString()
                .contains("from=a subject=x");
    }

    @Test
    void shouldJoinAFileNameInPieces() {
        assertThat(only(
                        "files",
                        greeted()
                                .orig("DATA\r\n"
                                        + "Content-Disposition: attachment;\r\n"
                                        + " filename*0*=utf-8'en'a%20b;\r\n"
                                        + " filename*1=\"c.zip\"\r\n\r\n"
                                        + "x\r\n"
                                        + ".\r\n")
                                .runEveryWay(parser)))
                .singleElement()
                .asString()
                .contains("filename=a bc.zip ");
    }

    @Test
    void shouldPassOverARefusedChunk() {
        assertThat(only(
                        "smtp",
                        greeted()
                                .orig("BDAT 5 X\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n")
                                .resp("501 no\r\n250 ok\r\n250 ok\r\n")
                                .runEveryWay(parser)))
                .singleElement()
                .asString()
                .contains("mailfrom=a@b rcptto=[c@d]");
    }

    @Test
    void shouldKeepPipelinedTransactionsApart() {
        ParserScript.Outcome outcome = greeted()
                .orig("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n")
                .resp("250 ok\r\n250 ok\r\n354 go on\r\n")
                .orig("Subject: one\r\n\r\n1\r\n.\r\nMAIL FROM:<e@f>\r\nRCPT TO:<g@h>\r\n")
                .resp("250 queued\r\n250 ok\r\n250 ok\r\n")
                .orig("DATA\r\n")
                .resp("354 go on\r\n")
                .orig("Subject: two\r\n\r\n2\r\n.\r\n")
                .resp("250 queued too\r\n")
                .runEveryWay(parser);
        assertThat(only("smtp", outcome))
                .satisfiesExactly(
                        one -> assertThat(one).contains("mailfrom=a@b rcptto=[c@d]", "subject=one"),
                        two -> assertThat(two)
                                .contains("mailfrom=e@f rcptto=[g@h]", "subject=two", "last_reply=250 queued too"));
    }

    @Test
    void shouldReportTriesToLogIn() {
        ParserScript.Outcome outcome = greeted()
                .orig("AUTH PLAIN " + base64("\0ann\0pass1") + "\r\n")
                .resp("535 5.7.8 Authentication failed\r\n")
                .orig("AUTH LOGIN\r\n")
                .resp("334 VXNlcm5hbWU6\r\n")
                .orig(base64("bob") + "\r\n")
                .resp("334 UGFzc3dvcmQ6\r\n")
                .orig(base64("pass2") + "\r\n")
                .resp("235 2.7.0 ok\r\n")
                .orig("AUTH CRAM-MD5\r\n")
                .resp("334 " + base64("<1@x>") + "\r\n")
                .orig(base64("eve 0123456789abcdef") + "\r\n")
                .runEveryWay(parser);
        assertThat(only("identity", outcome))
                .containsExactly(
                        "identity@5 user=ann kind=person client_name=ward7.example server_name=mx.example protocol=smtp"
                                + " mechanism=plain outcome=failure reason=5.7.8 Authentication failed cleartext=T",
                        "identity@11 user=bob kind=person client_name=ward7.example server_name=mx.example"
                                + " protocol=smtp mechanism=login outcome=success cleartext=T",
                        "identity@15 user=eve kind=person client_name=ward7.example server_name=mx.example"
                                + " protocol=smtp mechanism=cram-md5 outcome=unknown cleartext=F");
        assertThat(outcome.events().toString()).doesNotContain("pass1", "pass2", "0123456789abcdef", base64("pass2"));
    }

    @Test
    void shouldNotTakeASecretForAName() {
        assertThat(greeted()
                        .orig("AUTH PLAIN " + base64("hunter2") + "\r\n")
                        .resp("501 no\r\n")
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .doesNotContain("hunter2", "user=");
    }

    @Test
    void shouldJudgeOnOneDirectionAlone() {
        assertThat(only(
                        "smtp",
                        ParserScript.tcp()
                                .orig("HELO x\r\n"
                                        + "MAIL FROM:<a@b>\r\n"
                                        + "RCPT TO:<c@d>\r\n"
                                        + "DATA\r\n"
                                        + "Subject: s\r\n\r\n"
                                        + "b\r\n"
                                        + ".\r\n"
                                        + "QUIT\r\n")
                                .runEveryWay(parser)))
                .singleElement()
                .asString()
                .contains("helo=x mailfrom=a@b rcptto=[c@d] subject=s");
    }

    @Test
    void shouldGoOnAfterGaps() {
        ParserScript.Outcome outcome = greeted()
                .orig("MAIL FROM:<a@b>\r\n")
                .gap(Direction.RESP, 10)
                .orig("DATA\r\nSubject: s\r\n\r\nbegin\r\n")
                .gap(Direction.ORIG, 1000)
                .orig("end\r\n.\r\nMAIL FROM:<e@f>\r\n")
                .resp("354 go on\r\n250 queued\r\n250 ok\r\n")
                .runEveryWay(parser);
        assertThat(only("smtp", outcome)).hasSize(2);
        assertThat(only("files", outcome)).singleElement().asString().contains("missing_bytes=1000");
    }

    @Test
    void shouldBoundLinesAndLists() {
        ParserScript script = greeted().orig("MAIL FROM:<" + "a".repeat(40_000) + "@b>\r\n");
        for (int i = 0; i < 3000; i++) {
            script.orig("RCPT TO:<user" + i + "@example.org>\r\n");
        }
        script.orig("DATA\r\nSubject: " + "s".repeat(20_000) + "\r\n\r\n" + "x".repeat(20_000) + "\r\n.\r\n");
        ParserScript.Outcome outcome = script.run(parser, ParserScript.Cuts.RANDOM, 1);
        assertThat(only("smtp", outcome))
                .singleElement()
                .satisfies(event -> assertThat(event).hasSizeLessThan(20_000));
        assertThat(only("files", outcome)).singleElement().asString().contains("seen_bytes=20002 ");
    }

    @Test
    void shouldBoundNesting() {
        StringBuilder deep = new StringBuilder("DATA\r\n");
        for (int i = 0; i < 50; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThat(only("files", greeted().orig(deep + "\r\ncontent\r\n.\r\n").runEveryWay(parser)))
                .hasSize(1);
    }
}
