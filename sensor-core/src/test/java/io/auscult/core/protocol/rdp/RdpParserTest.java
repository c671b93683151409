package io.auscult.core.protocol.rdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ParserScript.Outcome;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.ssl.TlsBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RdpParserTest {
    private final RdpParser parser = new RdpParser();

    private static byte[] tpkt(byte[] body) {
        return new Bytes().u8(3, 0).u16(body.length + 4).bytes(body).done();
    }

    private static byte[] x224(int code, byte[] more) {
        return tpkt(new Bytes()
                .u8(6 + more.length, code)
                .u16(0, 0)
                .u8(0)
                .bytes(more)
                .done());
    }

    private static byte[] request(String cookie, int protocols) {
        return x224(
                0xE0,
                new Bytes().text(cookie).u8(1, 0, 8, 0).bytes(le32(protocols)).done());
    }

    private static byte[] confirm(int type, int code) {
        return x224(0xD0, new Bytes().u8(type, 0, 8, 0).bytes(le32(code)).done());
    }

    private static byte[] le32(long value) {
        return new Bytes()
                .u8((int) value, (int) (value >> 8), (int) (value >> 16), (int) (value >> 24))
                .done();
    }

    private static byte[] le16(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private static byte[] block(int type, byte[] content) {
        return new Bytes()
                .bytes(le16(type))
                .bytes(le16(content.length + 4))
                .bytes(content)
                .done();
    }

    private static byte[] utf16(String text, int size) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_16LE), size);
    }

    /** An MCS message whose user data begin behind a key. */
    private static byte[] settings(int tag, String key, byte[]... blocks) {
        Bytes data = new Bytes().u8(2, 0xF0, 0x80).u16(tag).u8(0x82).u16(0).text("\0\1\300\0" + key);
        int size = 0;
        for (byte[] block : blocks) {
            size += block.length;
        }
        data.u16(0x8000 | size);
        for (byte[] block : blocks) {
            data.bytes(block);
        }
        return tpkt(data.done());
    }

    private static byte[] clientSettings() {
        byte[] core = new Bytes()
                .bytes(le32(0x0008_0004))
                .bytes(le16(1920))
                .bytes(le16(1080))
                .bytes(new byte[4])
                .bytes(le32(0x0813))
                .bytes(le32(9600))
                .bytes(utf16("WARD-PC7", 32))
                .bytes(new byte[12 + 64])
                .bytes(new byte[8])
                .bytes(le16(24))
                .bytes(le16(7))
                .bytes(le16(2))
                .bytes(utf16("00331-10000", 64))
                .done();
        byte[] channels = new Bytes()
                .bytes(le32(2))
                .text("rdpdr\0\0\0")
                .bytes(new byte[4])
                .text("cliprdr\0")
                .bytes(new byte[4])
                .done();
        return settings(0x7F65, "Duca", block(0xC001, core), block(0xC003, channels));
    }

    private static byte[] serverSettings(int method, int level, byte[]... certificates) {
        Bytes security = new Bytes()
                .bytes(le32(method))
                .bytes(le32(level))
                .bytes(le32(4))
                .bytes(le32(8))
                .bytes(new byte[4])
                .bytes(le32(0x8000_0002L))
                .bytes(le32(2));
        for (byte[] certificate : certificates) {
            security.bytes(le32(certificate.length)).bytes(certificate);
        }
        return settings(0x7F66, "McDn", block(0x0C02, security.done()));
    }

    private List<String> events(ParserScript script) {
        Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellWhatWasAskedForBeforeTls() {
        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 3389)
                        .orig(request("Cookie: mstshash=WARD\\jdoe\r\n", 11))
                        .resp(confirm(2, 8))))
                .containsExactly(
                        "rdp@1 cookie=WARD\\jdoe result=encrypted security_protocol=HYBRID_EX cert_count=0"
                                + " requested_protocols=[SSL, HYBRID, HYBRID_EX]",
                        "identity@3 user=jdoe domain=WARD kind=person protocol=rdp mechanism=nla encryption=TLS outcome=unknown cleartext=F");
    }

    @Test
    void shouldTellARefusal() {
        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 3389)
                        .orig(request("Cookie: mstshash=jdoe\r\n", 0))
                        .resp(confirm(3, 5))))
                .containsExactly(
                        "rdp@1 cookie=jdoe result=HYBRID_REQUIRED_BY_SERVER cert_count=0 requested_protocols=[RDP]",
                        "identity@3 user=jdoe kind=person protocol=rdp mechanism=password outcome=failure"
                                + " reason=HYBRID_REQUIRED_BY_SERVER cleartext=F");
    }

    @Test
    void shouldReadSettingsUpToItsOwnEncryption() {
        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 3389)
                        .orig(request("", 0))
                        .resp(confirm(2, 0))
                        .orig(clientSettings())
                        .resp(serverSettings(2, 3))
                        .orig("sealed")))
                .containsExactly(
                        "host_name@3 address=10.0.0.1 name=WARD-PC7 source=rdp",
                        "rdp@1 cookie= result=Success security_protocol=RDP client_channels=[rdpdr, cliprdr]"
                                + " keyboard_layout=Dutch - Belgium client_build=RDP 8.1 client_name=WARD-PC7"
                                + " client_dig_product_id=00331-10000 desktop_width=1920 desktop_height=1080"
                                + " requested_color_depth=32bit cert_type=X.509 cert_count=2 cert_permanent=F"
                                + " encryption_level=High encryption_method=128bit requested_protocols=[RDP]");
    }

    @Test
    void shouldLogTheCertificatesOfItsOwnEncryption() {
        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 3389)
                        .orig(request("", 0))
                        .resp(confirm(2, 0))
                        .resp(serverSettings(2, 3, new byte[] {0x30, 0}, TlsBytes.HOST_CERTIFICATE))))
                .anyMatch(e -> e.startsWith("x509@3 ")
                        && e.contains("certificate.subject=CN=pacs.hospital.example")
                        && e.endsWith("host_cert=T client_cert=F"))
                .anyMatch(e -> e.startsWith("x509@3 ") && e.endsWith("host_cert=F client_cert=F"));
    }

    @Test
    void shouldReadALoginInClear() {
        byte[] info = new Bytes()
                .u8(2, 0xF0, 0x80, 0x64)
                .u16(6, 0x03EB)
                .u8(0x70, 0x80, 80)
                .bytes(le16(0x40))
                .bytes(le16(0))
                .bytes(le32(0))
                .bytes(le32(0x10))
                .bytes(le16(8))
                .bytes(le16(8))
                .bytes(le16(14))
                .bytes(le32(0))
                .bytes(utf16("WARD", 10))
                .bytes(utf16("anna", 10))
                .bytes(utf16("hunter2", 16))
                .bytes(new byte[4])
                .done();
        byte[] session = new Bytes()
                .u8(2, 0xF0, 0x80, 0x68)
                .u16(6, 0x03EB)
                .u8(0x70, 30)
                .bytes(le16(30))
                .bytes(le16(0x17))
                .bytes(le16(1002))
                .bytes(new byte[8])
                .u8(38)
                .bytes(new byte[3])
                .bytes(le32(2))
                .done();
        byte[] fastPath = new byte[] {0, 5, 1, 2, 3};

        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 3389)
                        .orig(request("Cookie: mstshash=anna\r\n", 0))
                        .resp(confirm(2, 0))
                        .orig(clientSettings())
                        .resp(serverSettings(0, 0))
                        .orig(tpkt(info))
                        .resp(fastPath)
                        .resp(tpkt(session))))
                .contains("identity@8 user=anna domain=WARD kind=person client_name=WARD-PC7 protocol=rdp"
                        + " mechanism=password outcome=success cleartext=T")
                .noneMatch(event -> event.contains("hunter2"));
    }

    @Test
    void shouldTellARequestWithoutAnswer() {
        assertThat(events(ParserScript.tcp().orig(request("Cookie: mstshash=jdoe\r\n", 3))))
                .containsExactly(
                        "rdp@1 cookie=jdoe cert_count=0 requested_protocols=[SSL, HYBRID]",
                        "identity@2 user=jdoe kind=person protocol=rdp mechanism=password outcome=unknown cleartext=F");
    }

    @Test
    void shouldNotTakeOtherUsersOfTpktForRdp() {
        byte[] s7 = Bytes.hex("0300001611e00000000100c1020100c2020102c0010a");

        assertThat(RdpProbe.probe(new StreamView().wrap(s7, 0, s7.length, Direction.ORIG, false, new ConnectionId())))
                .isEqualTo(Verdict.NO);
    }
}
