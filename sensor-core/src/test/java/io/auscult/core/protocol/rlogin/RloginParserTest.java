package io.auscult.core.protocol.rlogin;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RloginParserTest {
    private static final String GREETING = "\0ann\0root\0xterm/38400\0";

    private final RloginParser rlogin = new RloginParser();
    private final ProtocolParser rsh = RshParser.RSH_PROTOCOL.parser().get();
    private final ProtocolParser rexec = RshParser.REXEC_PROTOCOL.parser().get();

    @Test
    void shouldReportEveryTryAndForgetThePasswords() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(GREETING)
                .resp("\0Password: ")
                .orig("\u00ff\u00ffss\0\u0018\0P\0\0\0\0")
                .orig("one\r")
                .resp("\r\nLogin incorrect\r\nward login: ")
                .orig("bob\r")
                .resp("bob\r\nPassword: ")
                .orig("two\r")
                .resp("\r\nLast login: today\r\nward$ ")
                .runEveryWay(rlogin);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "identity@5 user=root kind=person protocol=rlogin mechanism=password outcome=failure"
                                + " reason=Login incorrect cleartext=T",
                        "identity@9 user=bob kind=person protocol=rlogin mechanism=password outcome=success"
                                + " cleartext=T",
                        "rlogin@10 client_user=ann user=bob terminal=xterm/38400 success=T trusted=F tries=2");
    }

    @Test
    void shouldReportALoginThatNeedsNoPassword() {
        assertThat(ParserScript.tcp()
                        .orig(GREETING)
                        .resp("\0Linux ward\r\nward# ")
                        .orig("id\r")
                        .runEveryWay(rlogin)
                        .events())
                .containsExactly(
                        "identity@3 user=root kind=person protocol=rlogin mechanism=rhosts outcome=success cleartext=F",
                        "rlogin@4 client_user=ann user=root terminal=xterm/38400 success=T trusted=T tries=0");
    }

    @Test
    void shouldReportATryWithoutAnAnswer() {
        assertThat(ParserScript.tcp().orig(GREETING).runEveryWay(rlogin).events())
                .containsExactly(
                        "identity@2 user=root kind=person protocol=rlogin mechanism=rhosts outcome=unknown cleartext=F",
                        "rlogin@2 client_user=ann user=root terminal=xterm/38400 success=F trusted=F tries=0");
    }

    @Test
    void shouldReportACommandAndHideItsSecrets() {
        assertThat(ParserScript.tcp()
                        .orig("1022\0ann\0root\0backup --password=hunter2 /data\0")
                        .resp("\0done\n")
                        .runEveryWay(rsh)
                        .events())
                .containsExactly(
                        "rsh@3 client_user=ann user=root command=backup --password=<hidden> /data success=T",
                        "identity@3 user=root kind=person protocol=rsh mechanism=rhosts outcome=success cleartext=F");
    }

    @Test
    void shouldTellWhyACommandWasRefused() {
        assertThat(ParserScript.tcp()
                        .orig("\0ann\0root\0id\0")
                        .resp("\1Permission denied.\n")
                        .runEveryWay(rsh)
                        .events())
                .containsExactly(
                        "rsh@3 client_user=ann user=root command=id success=F reason=Permission denied.",
                        "identity@3 user=root kind=person protocol=rsh mechanism=rhosts outcome=failure"
                                + " reason=Permission denied. cleartext=F");
    }

    @Test
    void shouldTakeAFirstLineOfRefusalForOne() {
        assertThat(ParserScript.tcp()
                        .orig("\0ann\0root\0id\0")
                        .resp("\0Authentication failure\n")
                        .runEveryWay(rsh)
                        .events())
                .first()
                .asString()
                .endsWith("command=id success=F reason=Authentication failure");
        assertThat(ParserScript.tcp()
                        .orig("\0ann\0root\0id\0")
                        .resp("\0Permission denied to read one of many files\n")
                        .runEveryWay(rsh)
                        .events())
                .first()
                .asString()
                .endsWith("success=T");
    }

    @Test
    void shouldPassOverThePasswordOfRexec() {
        assertThat(ParserScript.tcp()
                        .orig("0\0root\0hunter2\0id\0")
                        .resp("\0")
                        .runEveryWay(rexec)
                        .events())
                .containsExactly(
                        "rsh@3 user=root command=id success=T",
                        "identity@3 user=root kind=person protocol=rexec mechanism=password outcome=success"
                                + " cleartext=T");
    }

    @Test
    void shouldBeToldByTheFirstTexts() {
        assertThat(ask(RloginProbe::probe, GREETING, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(RloginProbe::probe, "\0ann\0ro", 5_000)).isEqualTo(Verdict.UNSURE);
        assertThat(ask(RloginProbe::probe, "\0ann\0root\0xterm\0", 5_000)).isEqualTo(Verdict.NO);
        assertThat(ask(RloginProbe::probe, "\0\0\0\u0054\u00ffSMB", 5_000)).isEqualTo(Verdict.NO);
        assertThat(ask(RshProbe::rsh, "1022\0ann\0", 514)).isEqualTo(Verdict.YES);
        assertThat(ask(RshProbe::rsh, "1022\0ann\0", 5_000)).isEqualTo(Verdict.NO);
        assertThat(ask(RshProbe::rsh, "102", 514)).isEqualTo(Verdict.UNSURE);
        assertThat(ask(RshProbe::rsh, "<34>1 text", 514)).isEqualTo(Verdict.NO);
        assertThat(ask(RshProbe::rexec, "0\0root\0", 512)).isEqualTo(Verdict.YES);
    }

    private static Verdict ask(Probe probe, String text, int port) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ConnectionId connection = new ConnectionId();
        connection.respPort = port;
        return probe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, connection));
    }
}
