package io.auscult.core.protocol.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ssl.TlsBytes;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class FtpParserTest {
    private final FtpParser parser = new FtpParser();

    private static ParserScript loggedIn() {
        return ParserScript.tcp()
                .resp("220 ready\r\n")
                .orig("USER ann\r\n")
                .resp("331 Please specify the password.\r\n")
                .orig("PASS s3cret\r\n")
                .resp("230 Login successful.\r\n");
    }

    @Test
    void shouldLogTransfersWithTheirUrl() {
        ParserScript.Outcome outcome = loggedIn()
                .orig("CWD reports\r\n")
                .resp("250 Directory successfully changed.\r\n")
                .orig("PASV\r\n")
                .resp("227 Entering Passive Mode (10,0,0,2,82,9).\r\n")
                .orig("RETR ./2024/../q4.pdf\r\n")
                .resp("150 Opening BINARY mode data connection for q4.pdf (39 bytes).\r\n")
                .resp("226 Transfer complete.\r\n")
                .orig("QUIT\r\n")
                .resp("221 Goodbye.\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "identity@5 user=ann kind=person protocol=ftp mechanism=password outcome=success cleartext=T",
                        "ftp@8 user=ann command=PASV reply_code=227 reply_msg=Entering Passive Mode (10,0,0,2,82,9)."
                                + " data_channel.passive=T data_channel.orig_h=10.0.0.1 data_channel.resp_h=10.0.0.2"
                                + " data_channel.resp_p=21001",
                        "ftp@10 user=ann command=RETR arg=ftp://10.0.0.2/./reports/q4.pdf file_size=39 reply_code=226"
                                + " reply_msg=Transfer complete.");
    }

    @Test
    void shouldReadTheTlsInsideGsi() {
        byte[] chain = TlsBytes.certificates(TlsBytes.HOST_CERTIFICATE);
        byte[] server = new Bytes()
                .bytes(TlsBytes.serverHello(0x0301, new byte[0], 0x0035))
                .bytes(TlsBytes.record(22, chain))
                .done();
        byte[] change = TlsBytes.record(20, new byte[] {1});
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp("220 ready\r\n")
                .orig("AUTH GSSAPI\r\n")
                .resp("334 ADAT must follow\r\n")
                .orig("ADAT " + base64(TlsBytes.clientHello(0x0301, new byte[0], new int[] {0x0035})) + "\r\n")
                .resp("335 ADAT=" + base64(server) + "\r\n")
                .orig("ADAT " + base64(change) + "\r\n")
                .resp("335 ADAT=" + base64(change) + "\r\n")
                .orig("ADAT " + base64(TlsBytes.record(23, new byte[30])) + "\r\n")
                .resp("235 ok\r\n")
                .runEveryWay(parser);
        assertThat(outcome.events())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("x509@5 ").contains("CN=pacs.hospital.example"),
                        e -> assertThat(e).startsWith("host_name@5 address=10.0.0.2"),
                        e -> assertThat(e)
                                .startsWith("ssl@4 version=TLSv10")
                                .contains("established=T ssl_history=CsxIi "));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void shouldReportEveryTry() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp("220-Welcome\r\n to the archive\r\n220 ready\r\n")
                .orig("USER ann\r\n")
                .resp("331 Password required\r\n")
                .orig("PASS one\r\n")
                .resp("530 Login incorrect.\r\n")
                .orig("user bob\r\npass two\r\n")
                .resp("331 Password required\r\n530 Login incorrect.\r\n")
                .orig("USER eve\r\n")
                .orig("PASS three\r\n")
                .runEveryWay(parser);
        assertThat(outcome.events())
                .containsExactly(
                        "identity@5 user=ann kind=person protocol=ftp mechanism=password outcome=failure"
                                + " reason=Login incorrect. cleartext=T",
                        "identity@7 user=bob kind=person protocol=ftp mechanism=password outcome=failure"
                                + " reason=Login incorrect. cleartext=T",
                        "identity@10 user=eve kind=person protocol=ftp mechanism=password outcome=unknown cleartext=T");
        assertThat(outcome.events().toString()).doesNotContain("one", "two", "three");
    }

    @Test
    void shouldNotCallANameAloneATry() {
        assertThat(ParserScript.tcp()
                        .resp("220 ready\r\n")
                        .orig("USER ann\r\n")
                        .resp("331 Password required\r\n")
                        .orig("QUIT\r\n")
                        .run(parser))
                .isEmpty();
    }

    @Test
    void shouldGiveRepliesToTheCommandTheyFit() {
        assertThat(loggedIn()
                        .orig("DELE a\r\nPORT 10,0,0,1,4,31\r\n")
                        .resp("200 PORT command successful.\r\n250 Deleted.\r\n")
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("ftp"))
                .containsExactly(
                        "ftp@6 user=ann command=PORT arg=10,0,0,1,4,31 reply_code=200 reply_msg=PORT command successful."
                                + " data_channel.passive=F data_channel.orig_h=10.0.0.2 data_channel.resp_h=10.0.0.1"
                                + " data_channel.resp_p=1055",
                        "ftp@6 user=ann command=DELE arg=ftp://10.0.0.2/./a reply_code=250 reply_msg=Deleted.");
    }

    @Test
    void shouldReadExtendedAddresses() {
        assertThat(loggedIn()
                        .orig("EPRT |2|2001:db8::a:1|5282|\r\n")
                        .resp("200 fine\r\n")
                        .orig("EPSV\r\n")
                        .resp("229 Entering (|||6446|)\r\n")
                        .orig("EPRT |2|2001:db8::a::1|5282|\r\n")
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("ftp"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .endsWith("data_channel.resp_h=2001:db8::a:1 data_channel.resp_p=5282"),
                        second -> assertThat(second).endsWith("data_channel.resp_h=10.0.0.2 data_channel.resp_p=6446"),
                        third -> assertThat(third).doesNotContain("data_channel"));
    }

    @Test
    void shouldHideAccounts() {
        assertThat(loggedIn()
                        .orig("ACCT purse\r\n")
                        .resp("202 not needed\r\n")
                        .runEveryWay(parser)
                        .events()
                        .toString())
                .contains("command=ACCT arg=<hidden>")
                .doesNotContain("purse", "s3cret");
    }

    @Test
    void shouldJudgeOnTheRequestsOfAOneWayMirror() {
        assertThat(ParserScript.tcp()
                        .orig("USER ann\r\n")
                        .orig("PASS s3cret\r\n")
                        .orig("STOR /etc/passwd\r\n")
                        .runEveryWay(parser)
                        .events())
                .containsExactly(
                        "ftp@3 user=ann command=STOR arg=ftp://10.0.0.2/etc/passwd",
                        "identity@4 user=ann kind=person protocol=ftp mechanism=password outcome=unknown cleartext=T");
    }

    @Test
    void shouldGoOnAfterAGap() {
        assertThat(loggedIn()
                        .orig("RETR a\r\n")
                        .gap(Direction.RESP, 60)
                        .gap(Direction.ORIG, 20)
                        .orig("DELE b\r\n")
                        .resp("550 no\r\n")
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("ftp"))
                .hasSize(2)
                .last()
                .asString()
                .contains("command=DELE arg=ftp://10.0.0.2/./b reply_code=550");
    }

    @Test
    void shouldCutLongLines() {
        assertThat(loggedIn()
                        .orig("RETR " + "a".repeat(20_000) + "\r\n")
                        .resp("550 no\r\n")
                        .orig("DELE b\r\n")
                        .resp("250 ok\r\n")
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("ftp"))
                .satisfiesExactly(
                        first -> assertThat(first).hasSizeBetween(4096, 4300).contains("reply_code=550"),
                        second -> assertThat(second).contains("command=DELE"));
    }

    @Test
    void shouldStopWhenTheServerSpeaksSomethingElse() {
        ParserScript script = ParserScript.tcp().orig("USER ann\r\n");
        for (int i = 0; i < FtpParser.MAX_BAD_LINES; i++) {
            script.resp("Server: nothing of the kind\r\n");
        }
        assertThat(script.runEveryWay(parser).done()).isTrue();
    }

    @Test
    void shouldBoundWhatIsPending() {
        assertThat(loggedIn()
                        .orig("DELE x\r\n".repeat(1000))
                        .runEveryWay(parser)
                        .events())
                .filteredOn(event -> event.startsWith("ftp"))
                .hasSizeLessThanOrEqualTo(FtpPending.MAX);
    }
}
