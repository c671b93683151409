package io.auscult.core.protocol.netbios;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetbiosDatagramParserTest {
    private final NetbiosDatagramParser parser = new NetbiosDatagramParser();

    private static Bytes encoded(Bytes bytes, String name, int kind) {
        bytes.u8(32);
        for (int i = 0; i < 16; i++) {
            int c = i == 15 ? kind : i < name.length() ? name.charAt(i) : ' ';
            bytes.u8('A' + (c >> 4), 'A' + (c & 15));
        }
        return bytes.u8(0);
    }

    private static byte[] datagram(int kind, byte[] content) {
        Bytes names = encoded(encoded(new Bytes(), "WS-RADIO-3", kind), "WARD", 0x1D);
        return new Bytes()
                .u8(0x11, 0x02)
                .u16(7)
                .u32(0x0A000001)
                .u16(138, 68 + content.length, 0)
                .bytes(names.done())
                .bytes(content)
                .done();
    }

    private static byte[] announcement(int count) {
        return new Bytes()
                .u8(0xFF)
                .text("SMB")
                .u8(0x25)
                .bytes(new byte[55])
                .text("\\MAILSLOT\\BROWSE\0")
                .u8(1, count)
                .u32(0x80FC0A00L)
                .text("WS-RADIO-3\0\0\0\0\0\0")
                .u8(10, 0)
                .bytes(Bytes.hex("03100000"))
                .u8(15, 1, 0x55, 0xAA)
                .text("Radiology\0")
                .done();
    }

    @Test
    void shouldTellWhoAnnouncesItselfOnce() {
        byte[] first = datagram(0x20, announcement(1));
        ParserScript.Outcome outcome = ParserScript.udp()
                .ports(138, 138)
                .orig(first)
                .orig(datagram(0x20, announcement(2)))
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isFalse();
        assertThat(outcome.events())
                .containsExactly(
                        "host_name@1 address=10.0.0.1 name=WS-RADIO-3 source=netbios",
                        "browser@1 command=host name=WS-RADIO-3 system=10.0 server_type=4099 comment=Radiology"
                                + " source_name=WS-RADIO-3 destination_name=WARD",
                        "host_name@2 address=10.0.0.1 name=WS-RADIO-3 source=netbios");
    }

    @Test
    void shouldNotTakeAGroupForAHost() {
        assertThat(ParserScript.udp().orig(datagram(0x1E, new byte[0])).run(parser))
                .isEmpty();
    }

    @Test
    void shouldRecogniseWholeDatagramsOnly() {
        byte[] whole = datagram(0x20, announcement(1));
        assertThat(probe(whole)).isEqualTo(Verdict.YES);
        assertThat(probe(Arrays.copyOf(whole, whole.length - 1))).isEqualTo(Verdict.NO);
        assertThat(probe(Arrays.copyOf(whole, 50))).isEqualTo(Verdict.NO);
        whole[20] = 'Z';
        assertThat(probe(whole)).isEqualTo(Verdict.NO);
    }

    private static Verdict probe(byte[] bytes) {
        return NetbiosDatagramParser.probe(
                new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, new ConnectionId()));
    }
}
