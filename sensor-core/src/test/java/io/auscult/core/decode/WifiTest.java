package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet.Type;
import org.junit.jupiter.api.Test;

/** IEEE 802.11 frames, with and without the headers that capture programs put before them. */
class WifiTest {
    private static final String A1 = "020000000001";
    private static final String A2 = "020000000002";
    private static final String A3 = "020000000003";
    private static final String A4 = "020000000004";

    private final DecoderBench bench = new DecoderBench();
    private final Packet p = bench.packet;

    private static FrameBuilder llc() {
        return frame().hex("aaaa03 000000 0800").ipv4(6, frame().tcp(443, TcpHeader.SYN, ""));
    }

    private static FrameBuilder data(String control) {
        return frame().hex(control + "0000" + A1 + A2 + A3 + "1000");
    }

    private void isTheSyn(long src, long dst) {
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.dstPort).isEqualTo(443);
        assertThat(p.srcMac).isEqualTo(0x020000000000L + src);
        assertThat(p.dstMac).isEqualTo(0x020000000000L + dst);
    }

    @Test
    void shouldReadDataInEveryDirection() {
        bench.decode(105, data("0800").raw(llc().bytes()));
        isTheSyn(2, 1);
        bench.decode(105, data("0801").raw(llc().bytes()));
        isTheSyn(2, 3);
        bench.decode(105, data("0802").raw(llc().bytes()));
        isTheSyn(3, 1);
        bench.decode(105, data("0803").hex(A4).raw(llc().bytes()));
        isTheSyn(4, 3);
    }

    @Test
    void shouldReadQosHtControlAndFcs() {
        bench.decode(105, data("8801").hex("0000").raw(llc().bytes()).zeros(4));
        isTheSyn(2, 3);
        assertThat(p.payloadLength).isZero();
        bench.decode(105, data("8880").hex("0000 00000000").raw(llc().bytes()));
        isTheSyn(2, 1);
    }

    @Test
    void shouldReadFirstFrameOfAnAggregate() {
        bench.decode(
                105,
                data("8801")
                        .hex("8000")
                        .hex(A1 + A4)
                        .u16(llc().length())
                        .raw(llc().bytes())
                        .zeros(200));
        isTheSyn(4, 1);
        assertThat(p.payloadLength).isZero();
    }

    @Test
    void shouldNotGuessAtWhatIsEncryptedOrNoData() {
        for (String control : new String[] {"0841", "8000", "b400", "4801", "0805"}) {
            bench.decode(105, data(control).zeros(40));
            assertThat(p.type).as(control).isEqualTo(Type.NOT_IP);
        }
        bench.decode(105, frame().hex("0801 0000").zeros(10));
        assertThat(p.type).isEqualTo(Type.DROPPED);
        assertThat(bench.count(Anomaly.TRUNCATED_LINK)).isEqualTo(1);
    }

    @Test
    void shouldReadRadiotap() {
        bench.decode(
                127,
                frame().hex("0000 0800 00000000")
                        .raw(data("0801").raw(llc().bytes()).bytes()));
        isTheSyn(2, 3);
        // time stamp and flags, padded to four bytes
        bench.decode(
                127,
                frame().hex("0000 1100 03000000 0000000000000000 20")
                        .raw(data("8801").hex("0000 0000").raw(llc().bytes()).bytes()));
        isTheSyn(2, 3);
        // two presence words, then padding before the time stamp
        bench.decode(
                127,
                frame().hex("0000 1900 03000080 00000000 00000000 0000000000000000 20")
                        .raw(data("8801").hex("0000 0000").raw(llc().bytes()).bytes()));
        isTheSyn(2, 3);
        bench.decode(127, frame().hex("0000 ff00 00000000"));
        assertThat(p.type).isEqualTo(Type.DROPPED);
    }

    @Test
    void shouldReadPrismAvsAndPpi() {
        byte[] wifi = data("0801").raw(llc().bytes()).bytes();
        bench.decode(119, frame().hex("44000000 90000000").zeros(136).raw(wifi));
        isTheSyn(2, 3);
        bench.decode(119, frame().hex("80211001 00000040").zeros(56).raw(wifi));
        isTheSyn(2, 3);
        bench.decode(163, frame().hex("80211001 00000040").zeros(56).raw(wifi));
        isTheSyn(2, 3);
        bench.decode(192, frame().hex("0000 0c00 69000000 00000000").raw(wifi));
        isTheSyn(2, 3);
        bench.decode(163, frame().hex("80211001 ffffffff").raw(wifi));
        assertThat(p.type).isEqualTo(Type.DROPPED);
        bench.decode(192, frame().hex("0000 0800 c0000000").raw(wifi));
        assertThat(p.type).isEqualTo(Type.DROPPED);
    }

    @Test
    void shouldReadNflog() {
        bench.decode(
                239,
                frame().hex("02000000 0800 0100 00000000 0500 0a00 00000000")
                        .hex("2c00 0900")
                        .ipv4(6, frame().tcp(443, TcpHeader.SYN, "")));
        assertThat(p.type).isEqualTo(Type.TCP);
        bench.decode(239, frame().hex("02000000 0000 0000"));
        assertThat(p.type).isEqualTo(Type.DROPPED);
    }
}
