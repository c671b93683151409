package io.auscult.core.protocol.telnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import org.junit.jupiter.api.Test;

class TelnetParserTest {
    private static final byte[] NEGOTIATION = new Bytes()
            .u8(255, 253, 24, 255, 250, 24)
            .text("login: xterm")
            .u8(255, 240)
            .done();

    private final TelnetParser parser = new TelnetParser();

    private static ParserScript prompted() {
        return ParserScript.tcp()
                .resp(NEGOTIATION)
                .orig(new Bytes().u8(255, 251, 24).done())
                .resp("Linux\r\n\r\nvm login: ");
    }

    @Test
    void shouldReportEveryTry() {
        ParserScript.Outcome outcome = prompted()
                .orig("annn\u007f\r\0")
                .resp("ann\r\nPassword: ")
                .orig("one\r\0")
                .resp("\r\nLogin incorrect\r\nvm login: ")
                .orig("bob\r\n")
                .resp("bob\r\nPassword: ")
                .orig("two\r\n")
                .resp("\r\nvm login: ")
                .orig("eve\r\n")
                .resp("eve\r\nPassword: ")
                .orig("three\r\n")
                .resp("\r\nLast login: today\r\nvm$ ")
                .orig("secret command\r\n")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "identity@7 user=ann kind=person protocol=telnet mechanism=password outcome=failure"
                                + " reason=Login incorrect cleartext=T",
                        "identity@11 user=bob kind=person protocol=telnet mechanism=password outcome=failure"
                                + " cleartext=T",
                        "identity@15 user=eve kind=person protocol=telnet mechanism=password outcome=success"
                                + " cleartext=T",
                        "telnet@16 user=eve success=T tries=3");
    }

    @Test
    void shouldTakeTypingOnForSuccess() {
        assertThat(prompted()
                        .orig("ann\r\n")
                        .resp("Password: ")
                        .orig("one\r\n")
                        .resp("\r\nrouter>")
                        .orig("s")
                        .runEveryWay(parser)
                        .events())
                .first()
                .asString()
                .contains("user=ann", "outcome=success");
    }

    @Test
    void shouldKnowAShellAtTheEnd() {
        assertThat(prompted()
                        .orig("ann\r\n")
                        .resp("Password: ")
                        .orig("one\r\n")
                        .resp("\r\nvm$ ")
                        .runEveryWay(parser)
                        .events())
                .first()
                .asString()
                .contains("outcome=success");
    }

    @Test
    void shouldNeverKeepASecretTypedAhead() {
        assertThat(prompted().orig("ann\r\nhunter2\r\n").runEveryWay(parser).events())
                .containsExactly("telnet@5 user=ann success=F tries=0");
        assertThat(prompted()
                        .gap(Direction.RESP, 30)
                        .orig("hunter2\r\n")
                        .runEveryWay(parser)
                        .events())
                .isEmpty();
    }

    @Test
    void shouldStopWithoutALogin() {
        assertThat(ParserScript.tcp()
                        .resp("x".repeat(100_000))
                        .run(parser, ParserScript.Cuts.NONE, 0)
                        .done())
                .isTrue();
    }
}
