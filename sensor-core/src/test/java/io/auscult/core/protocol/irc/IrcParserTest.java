package io.auscult.core.protocol.irc;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IrcParserTest {
    private final IrcParser parser = new IrcParser();

    @Test
    void shouldGiveWayToTls() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig("STARTTLS\r\n")
                .resp(":irc.example 670  :go ahead\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void shouldTellWhoLogsInBySaslAndWhetherItWorked() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig("CAP LS 302\r\nNICK ward\r\nUSER ward 0 * :ward\r\nAUTHENTICATE PLAIN\r\n")
                .resp("AUTHENTICATE +\r\n")
                .orig("AUTHENTICATE AHdhcmQAd3Jvbmc=\r\n")
                .resp(":irc.example 904 ward :SASL authentication failed\r\n")
                .orig("AUTHENTICATE PLAIN\r\n")
                .resp("AUTHENTICATE +\r\n")
                .orig("AUTHENTICATE AHdhcmQAcmlnaHQ=\r\n")
                .resp(":irc.example 903 ward :SASL authentication successful\r\n")
                .resp(":irc.example 001 ward :Welcome\r\n")
                .orig("PRIVMSG somebody :a secret\r\n")
                .runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "identity@4 user=ward kind=person protocol=irc mechanism=plain outcome=failure"
                                + " reason=SASL authentication failed cleartext=T",
                        "identity@8 user=ward kind=person protocol=irc mechanism=plain outcome=success cleartext=T");
    }

    @Test
    void shouldEndAfterManyLinesWithoutAWelcome() {
        ParserScript script = ParserScript.tcp();
        for (int i = 0; i < IrcParser.MAX_LINES; i++) {
            script.orig("NICK n" + i + "\r\n");
        }
        assertThat(script.runEveryWay(parser).done()).isTrue();
    }

    @Test
    void shouldTellIrcByItsFirstLines() {
        assertThat(verdict("NICK ward\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("USER a 0 * :b\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("USER a\r\n")).isEqualTo(Verdict.NO);
        assertThat(verdict("PASS x\r\n")).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("PASS x\r\nNICK ward\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("PASS x\r\nLIST\r\n")).isEqualTo(Verdict.NO);
        assertThat(verdict("PRIVMSG ward :hello\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("STARTTLS\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("STARTTLS now\r\n")).isEqualTo(Verdict.NO);
        assertThat(verdict(":irc.example 001 ward :hello\r\n")).isEqualTo(Verdict.YES);
        assertThat(verdict("NICK wa")).isEqualTo(Verdict.UNSURE);
        assertThat(verdict("GET / HTTP/1.1\r\n")).isEqualTo(Verdict.NO);
    }

    private static Verdict verdict(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return IrcProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }
}
