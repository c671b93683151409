package io.auscult.core.protocol.tds;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ParserScript.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TdsParserTest {
    private final TdsParser parser = new TdsParser();

    private static byte[] packet(int type, int status, byte[] content) {
        return new Bytes()
                .u8(type, status)
                .u16(content.length + 8)
                .u16(0)
                .u8(1, 0)
                .bytes(content)
                .done();
    }

    private static byte[] le16(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static byte[] prelogin(int type, int encryption) {
        return packet(
                type,
                1,
                new Bytes()
                        .u8(0)
                        .u16(11, 6)
                        .u8(1)
                        .u16(17, 1)
                        .u8(0xFF)
                        .bytes(new byte[6])
                        .u8(encryption)
                        .done());
    }

    /** Host, user, password, application, server, library and database behind the fixed part. */
    private static byte[] login(String user, String password, String database) {
        String[] texts = {"WARD-PC7", user, password, "Lab", "sql1", "", "ODBC", "", database};
        Bytes fields = new Bytes();
        Bytes data = new Bytes();
        int at = 94;
        for (String text : texts) {
            fields.bytes(le16(at)).bytes(le16(text.length()));
            data.bytes(utf16(text));
            at += 2 * text.length();
        }
        return new Bytes()
                .bytes(le16(at))
                .u16(0)
                .u8(4, 0, 0, 0x74)
                .bytes(new byte[28])
                .bytes(fields.done())
                .bytes(new byte[22])
                .bytes(data.done())
                .done();
    }

    private static byte[] accepted() {
        byte[] ack = new Bytes()
                .u8(1)
                .u32(0x74000004)
                .u8(10)
                .bytes(utf16("SQL Server"))
                .u32(0x10000000)
                .done();
        byte[] environment = new Bytes().u8(1, 3).bytes(utf16("lab")).u8(0).done();
        return packet(
                4,
                1,
                new Bytes()
                        .u8(0xE3)
                        .bytes(le16(environment.length))
                        .bytes(environment)
                        .u8(0xAD)
                        .bytes(le16(ack.length))
                        .bytes(ack)
                        .u8(0xFD)
                        .bytes(new byte[12])
                        .done());
    }

    private static byte[] refused(String message) {
        byte[] error = new Bytes()
                .u8(0x18, 0x48, 0, 0)
                .u8(1, 14)
                .bytes(le16(message.length()))
                .bytes(utf16(message))
                .u8(4)
                .bytes(utf16("SQL1"))
                .u8(0)
                .bytes(le16(1))
                .u16(0)
                .done();
        return packet(
                4,
                1,
                new Bytes().u8(0xAA).bytes(le16(error.length)).bytes(error).done());
    }

    private List<String> events(ParserScript script) {
        Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellALogin() {
        assertThat(events(ParserScript.tcp()
                        .orig(prelogin(0x12, 2))
                        .resp(prelogin(4, 2))
                        .orig(packet(0x10, 1, login("sa", "hunter2", "master")))
                        .resp(accepted())
                        .orig(packet(1, 1, utf16("select 1")))))
                .containsExactly(
                        "host_name@3 address=10.0.0.1 name=WARD-PC7 source=tds",
                        "tds@1 version=7.4 user=sa client_name=WARD-PC7 application=Lab library=ODBC server_name=sql1"
                                + " database=master encryption=none mechanism=password success=T server_program=SQL Server",
                        "identity@5 user=sa kind=person client_name=WARD-PC7 server_name=sql1 service=master protocol=tds"
                                + " mechanism=password outcome=success cleartext=T");
    }

    @Test
    void shouldTellAFailedLogin() {
        assertThat(events(ParserScript.tcp()
                        .orig(packet(0x10, 1, login("sa", "x", "")))
                        .resp(refused("Login failed for user 'sa'."))))
                .contains(
                        "tds@1 version=7.4 user=sa client_name=WARD-PC7 application=Lab library=ODBC server_name=sql1"
                                + " encryption=none mechanism=password success=F error=18456 message=Login failed for user 'sa'.",
                        "identity@3 user=sa kind=person client_name=WARD-PC7 server_name=sql1 protocol=tds mechanism=password"
                                + " outcome=failure reason=Login failed for user 'sa'. cleartext=T");
    }

    @Test
    void shouldJoinALoginFromItsPackets() {
        byte[] login = login("sa", "hunter2", "master");
        byte[] first = packet(0x10, 0, Arrays.copyOf(login, 60));
        byte[] second = packet(0x10, 1, Arrays.copyOfRange(login, 60, login.length));

        assertThat(events(ParserScript.tcp().orig(first).orig(second)))
                .contains(
                        "identity@3 user=sa kind=person client_name=WARD-PC7 server_name=sql1 service=master protocol=tds"
                                + " mechanism=password outcome=unknown cleartext=T");
    }

    @Test
    void shouldReadTheOutcomeOfALoginThatAloneIsSealed() {
        byte[] hello = new Bytes().u8(22, 3, 3).u16(4).u32(1).done();
        byte[] record = new Bytes().u8(23, 3, 3).u16(20).bytes(new byte[20]).done();

        assertThat(events(ParserScript.tcp()
                        .orig(prelogin(0x12, 0))
                        .resp(prelogin(4, 0))
                        .orig(packet(0x12, 1, hello))
                        .resp(packet(0x12, 1, hello))
                        .orig(record)
                        .resp(refused("no"))))
                .containsExactly(
                        "tds@1 server_name=SQL1 encryption=login mechanism=sealed success=F error=18456 message=no");
    }

    @Test
    void shouldStopWhereEverythingIsSealed() {
        byte[] hello = new Bytes().u8(22, 3, 3).u16(4).u32(1).done();
        byte[] record = new Bytes().u8(23, 3, 3).u16(20).bytes(new byte[20]).done();

        assertThat(events(ParserScript.tcp()
                        .orig(prelogin(0x12, 1))
                        .resp(prelogin(4, 3))
                        .orig(packet(0x12, 1, hello))
                        .orig(record)
                        .resp(record)))
                .containsExactly("tds@1 encryption=all mechanism=sealed");
    }
}
