package io.auscult.core.protocol.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsHostsTest {
    private static final int A = 1, CNAME = 5, PTR = 12, NB = 32, NBSTAT = 33;

    private final DnsParser parser = new DnsParser();

    private static Bytes name(Bytes bytes, String name) {
        for (String label : name.split("\\.")) {
            bytes.u8(label.length()).text(label);
        }
        return bytes.u8(0);
    }

    private static Bytes header(int flags, int questions, int answers, int additionals) {
        return new Bytes().u16(1, flags, questions, answers, 0, additionals);
    }

    private static byte[] answer(String owner, int type, byte[] data) {
        return name(header(0x8400, 0, 1, 0), owner)
                .u16(type, 1)
                .u32(60)
                .u16(data.length)
                .bytes(data)
                .done();
    }

    private static byte[] text(String name) {
        return name(new Bytes(), name).done();
    }

    private static String encoded(String name, int kind) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            int c = i == 15 ? kind : i < name.length() ? name.charAt(i) : ' ';
            letters.append((char) ('A' + (c >> 4))).append((char) ('A' + (c & 15)));
        }
        return letters.toString();
    }

    private List<String> names(int port, byte[] reply) {
        return ParserScript.udp().ports(40_000, port).resp(reply).run(parser).stream()
                .filter(event -> event.startsWith("host_name"))
                .map(event -> event.substring(event.indexOf("address=")))
                .toList();
    }

    @Test
    void shouldLearnAddressesOfInsideHosts() {
        assertThat(names(53, answer("dc1.hospital.example", A, new byte[] {10, 0, 0, 8})))
                .containsExactly("address=10.0.0.8 name=dc1.hospital.example source=dns");
        assertThat(names(5353, answer("pump.local", A, new byte[] {10, 0, 0, 8})))
                .containsExactly("address=10.0.0.8 name=pump.local source=mdns");
        assertThat(names(5355, answer("ws-1", A, new byte[] {10, 0, 0, 8})))
                .containsExactly("address=10.0.0.8 name=ws-1 source=llmnr");
        assertThat(names(53, answer("example.org", A, new byte[] {93, 1, 2, 3})))
                .isEmpty();
        assertThat(names(53, answer("a.example", CNAME, text("b.example")))).isEmpty();
    }

    @Test
    void shouldLearnFromReverseLookups() {
        assertThat(names(53, answer("5.3.0.10.in-addr.arpa", PTR, text("ws-1.hospital.example"))))
                .containsExactly("address=10.0.3.5 name=ws-1.hospital.example source=ptr");
        assertThat(names(53, answer("5.3.0.300.in-addr.arpa", PTR, text("a.b"))))
                .isEmpty();
        assertThat(names(53, answer("3.0.10.in-addr.arpa", PTR, text("a.b")))).isEmpty();
        assertThat(names(53, answer("_http._tcp.local", PTR, text("a.b")))).isEmpty();
    }

    private byte[] registration(int kind, int flags) {
        return name(name(header(0x2910, 1, 0, 1), encoded("WS-1", kind)).u16(NB, 1), encoded("WS-1", kind))
                .u16(NB, 1)
                .u32(300)
                .u16(6, flags)
                .u32(0x0A000005)
                .done();
    }

    private List<String> registered(int kind, int flags) {
        return ParserScript.udp().ports(137, 137).orig(registration(kind, flags)).run(parser).stream()
                .filter(event -> event.startsWith("host_name"))
                .toList();
    }

    @Test
    void shouldLearnWhatAHostRegisters() {
        assertThat(registered(0x00, 0)).containsExactly("host_name@1 address=10.0.0.5 name=WS-1 source=netbios");
        assertThat(registered(0x00, 0x8000)).as("a group").isEmpty();
        assertThat(registered(0x1D, 0)).as("a master browser").isEmpty();
    }

    @Test
    void shouldLearnWhatAHostListsOfItself() {
        byte[] list = new Bytes()
                .u8(2)
                .text("WARD           ")
                .u8(0)
                .u16(0x8400)
                .text("WS-1           ")
                .u8(0)
                .u16(0x0400)
                .bytes(new byte[6])
                .done();
        assertThat(names(137, answer(encoded("*", 0), NBSTAT, list)))
                .containsExactly("address=10.0.0.2 name=WS-1 source=netbios");
    }
}
