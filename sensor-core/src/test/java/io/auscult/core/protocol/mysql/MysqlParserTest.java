package io.auscult.core.protocol.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ParserScript.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlParserTest {
    private static final int CAPABILITIES = 0x0000_A201 | 1 << 19; // protocol 4.1, secure connection, plugins
    private static final byte[] OK =
            packet(2, new Bytes().u8(0, 0, 0, 2, 0, 0, 0).done());

    private final MysqlParser parser = new MysqlParser();

    private static byte[] packet(int number, byte[] content) {
        return new Bytes()
                .u8(content.length, content.length >> 8, content.length >> 16, number)
                .bytes(content)
                .done();
    }

    private static byte[] le32(int value) {
        return new Bytes().u8(value, value >> 8, value >> 16, value >> 24).done();
    }

    private static byte[] greeting(int capabilities) {
        return packet(
                0,
                new Bytes()
                        .u8(10)
                        .text("8.0.35\0")
                        .bytes(new byte[4 + 8 + 1])
                        .u8(capabilities, capabilities >> 8)
                        .u8(8, 2, 0)
                        .u8(capabilities >> 16, capabilities >> 24)
                        .u8(21)
                        .bytes(new byte[10 + 13])
                        .text("mysql_native_password\0")
                        .done());
    }

    private static byte[] login(int capabilities, String user) {
        return packet(
                1,
                new Bytes()
                        .bytes(le32(capabilities))
                        .bytes(new byte[28])
                        .text(user + "\0")
                        .u8(4)
                        .u32(0x12345678)
                        .text("mysql_native_password\0")
                        .done());
    }

    private static byte[] command(int code, String argument) {
        return packet(0, new Bytes().u8(code).text(argument).done());
    }

    private static byte[] error(int number, String message) {
        return packet(
                number, new Bytes().u8(0xFF, 0x15, 4).text("#28000" + message).done());
    }

    private ParserScript loggedIn(int capabilities) {
        return ParserScript.tcp()
                .resp(greeting(capabilities))
                .orig(login(capabilities, "anna"))
                .resp(OK);
    }

    private List<String> events(ParserScript script) {
        Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellALogin() {
        assertThat(events(loggedIn(CAPABILITIES)))
                .containsExactly(
                        "mysql@2 cmd=login arg=anna success=T rows=0",
                        "identity@3 user=anna kind=person protocol=mysql mechanism=password outcome=success cleartext=F");
    }

    @Test
    void shouldTellAFailedLogin() {
        assertThat(events(ParserScript.tcp()
                        .resp(greeting(CAPABILITIES))
                        .orig(login(CAPABILITIES, "root"))
                        .resp(error(2, "Access denied"))))
                .containsExactly(
                        "mysql@2 cmd=login arg=root success=F response=Access denied",
                        "identity@3 user=root kind=person protocol=mysql mechanism=password outcome=failure"
                                + " reason=Access denied cleartext=F");
    }

    @Test
    void shouldNoticeAPasswordInClear() {
        assertThat(events(ParserScript.tcp()
                        .resp(greeting(CAPABILITIES))
                        .orig(login(CAPABILITIES, "anna"))
                        .resp(packet(
                                2,
                                new Bytes()
                                        .u8(0xFE)
                                        .text("mysql_clear_password\0")
                                        .done()))
                        .orig(packet(3, "hunter2\0".getBytes(StandardCharsets.US_ASCII)))
                        .resp(OK)))
                .contains(
                        "identity@5 user=anna kind=person protocol=mysql mechanism=cleartext outcome=success cleartext=T")
                .noneMatch(event -> event.contains("hunter2"));
    }

    @Test
    void shouldFollowAResult() {
        assertThat(events(loggedIn(CAPABILITIES)
                        .orig(command(3, "select 1"))
                        .resp(packet(1, new byte[] {1}))
                        .resp(packet(2, "def column".getBytes(StandardCharsets.US_ASCII)))
                        .resp(packet(3, new byte[] {(byte) 0xFE, 0, 0, 2, 0}))
                        .resp(packet(4, new byte[] {1, '1'}))
                        .resp(packet(5, new byte[] {(byte) 0xFE, 0, 0, 2, 0}))
                        .orig(command(3, "delete from t"))
                        .resp(packet(1, new byte[] {0, 3, 0, 2, 0, 0, 0}))
                        .orig(command(3, "boom"))
                        .resp(error(1, "syntax"))
                        .orig(command(1, ""))))
                .filteredOn(event -> event.startsWith("mysql"))
                .containsExactly(
                        "mysql@2 cmd=login arg=anna success=T rows=0",
                        "mysql@4 cmd=query arg=select 1 success=T rows=0",
                        "mysql@10 cmd=query arg=delete from t success=T rows=3",
                        "mysql@12 cmd=query arg=boom success=F response=syntax",
                        "mysql@14 cmd=quit arg=");
    }

    @Test
    void shouldFindAStatementBehindItsAttributes() {
        int capabilities = CAPABILITIES | MysqlHandshake.QUERY_ATTRIBUTES;
        byte[] query = packet(
                0,
                new Bytes()
                        .u8(3, 1, 1, 0, 1)
                        .u8(0xFD, 0)
                        .u8(2)
                        .text("n1")
                        .u8(3)
                        .text("abc")
                        .text("select 2")
                        .done());

        assertThat(events(loggedIn(capabilities).orig(query))).last().isEqualTo("mysql@4 cmd=query arg=select 2");
    }

    @Test
    void shouldHandOverToTls() {
        int capabilities = CAPABILITIES | MysqlHandshake.TLS;
        byte[] request = packet(
                1, new Bytes().bytes(le32(capabilities)).bytes(new byte[28]).done());

        assertThat(events(ParserScript.tcp().resp(greeting(capabilities)).orig(request)))
                .isEmpty();
    }

    @Test
    void shouldTellANewUser() {
        byte[] change = packet(
                0, new Bytes().u8(17).text("bob\0").u8(2).u16(7).text("lab\0").done());

        assertThat(events(loggedIn(CAPABILITIES).orig(change).resp(error(1, "no"))))
                .contains(
                        "mysql@4 cmd=change_user arg=bob success=F response=no",
                        "identity@5 user=bob kind=person service=lab protocol=mysql mechanism=password outcome=failure"
                                + " reason=no cleartext=F");
    }

    @Test
    void shouldTellCommandsAloneAfterAGapInTheAnswers() {
        assertThat(events(loggedIn(CAPABILITIES)
                        .orig(command(3, "select 1"))
                        .gap(Direction.RESP, 5_000)
                        .resp("rest of a row")
                        .orig(command(3, "select 2"))
                        .resp(packet(1, new byte[] {0, 0, 0, 2, 0, 0, 0}))))
                .filteredOn(event -> event.contains("query"))
                .containsExactly("mysql@4 cmd=query arg=select 1", "mysql@7 cmd=query arg=select 2");
    }
}
