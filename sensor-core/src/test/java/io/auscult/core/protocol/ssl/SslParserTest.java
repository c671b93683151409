package io.auscult.core.protocol.ssl;

import static io.auscult.core.protocol.ssl.TlsBytes.CERTIFICATE;
import static io.auscult.core.protocol.ssl.TlsBytes.FINGERPRINT;
import static io.auscult.core.protocol.ssl.TlsBytes.MD5;
import static io.auscult.core.protocol.ssl.TlsBytes.SHA1;
import static io.auscult.core.protocol.ssl.TlsBytes.alpn;
import static io.auscult.core.protocol.ssl.TlsBytes.certificates;
import static io.auscult.core.protocol.ssl.TlsBytes.clientHello;
import static io.auscult.core.protocol.ssl.TlsBytes.codes;
import static io.auscult.core.protocol.ssl.TlsBytes.extension;
import static io.auscult.core.protocol.ssl.TlsBytes.handshake;
import static io.auscult.core.protocol.ssl.TlsBytes.record;
import static io.auscult.core.protocol.ssl.TlsBytes.serverHello;
import static io.auscult.core.protocol.ssl.TlsBytes.serverName;
import static io.auscult.core.protocol.ssl.TlsBytes.versions;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.asn1.Ber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SslParserTest {
    private static final byte[] NO_ID = new byte[0];
    private static final byte[] CHANGE = record(20, new byte[] {1});
    private static final byte[] FINISHED = record(22, new byte[40]);
    private static final int GREASE = 0x3A3A;

    private final SslParser parser = new SslParser(true);

    private static byte[] hello12() {
        return clientHello(
                0x0303,
                NO_ID,
                new int[] {GREASE, 0xC02F, 0x009C},
                serverName("test.example"),
                extension(GREASE, NO_ID),
                codes(10, GREASE, 29, 23),
                extension(11, new byte[] {1, 0}),
                codes(13, 0x0403, 0x0401),
                alpn("h2"));
    }

    private static String hash(String algorithm, String text, int digits) throws Exception {
        byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash).substring(0, digits);
    }

    @Test
    void shouldDescribeATls12HandshakeWhereverItIsCut() throws Exception {
        byte[] curve = new Bytes().u8(3).u16(29).u8(1, 9).done();
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(hello12())
                .resp(serverHello(0x0303, NO_ID, 0xC02F, extension(0xFF01, new byte[1]), alpn("h2")))
                .resp(record(22, certificates(CERTIFICATE, CERTIFICATE)))
                .resp(handshake(12, curve))
                .resp(handshake(14, NO_ID))
                .orig(handshake(16, new byte[33]))
                .orig(CHANGE)
                .orig(FINISHED)
                .resp(CHANGE)
                .resp(FINISHED)
                .orig(record(23, new byte[100]))
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .containsExactly(
                        "x509@3 fingerprint=" + FINGERPRINT + " sha1=" + SHA1 + " md5=" + MD5
                                + " certificate.version=3 certificate.serial=0A1B2C3D4E5F"
                                + " certificate.subject=CN=test.example,O=Zieken\\, huis,C=BE certificate.issuer=CN=test.example,O=Zieken\\, huis,C=BE"
                                + " certificate.not_valid_before=1795295900 certificate.not_valid_after=2110655900 certificate.key_alg=id-ecPublicKey"
                                + " certificate.sig_alg=ecdsa-with-SHA256 certificate.key_type=ecdsa certificate.key_length=256 certificate.curve=prime256v1"
                                + " san.dns=[test.example, *.test.example] san.uri=[https://test.example/] san.email=[a@test.example]"
                                + " san.ip=[192.0.2.7, 2001:db8::1] basic_constraints.ca=T basic_constraints.path_len=2 host_cert=T client_cert=F",
                        "ssl@1 version=TLSv12 cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 curve=x25519 server_name=test.example resumed=F"
                                + " next_protocol=h2 established=T ssl_history=CsxknGIi cert_chain_fps=[" + FINGERPRINT
                                + "] client_cert_chain_fps=[]"
                                + " ja3=" + hash("MD5", "771,49199-156,0-10-11-13-16,29-23,0", 32)
                                + " ja3s=" + hash("MD5", "771,49199,65281-16", 32)
                                + " ja4=t12d0205h2_" + hash("SHA-256", "009c,c02f", 12) + "_"
                                + hash("SHA-256", "000a,000b,000d_0403,0401", 12)
                                + " ja4s=t1202h2_c02f_" + hash("SHA-256", "ff01,0010", 12));
    }

    @Test
    void shouldReadTheVersionOfTls13FromItsExtension() {
        byte[] id = new byte[32];
        Arrays.fill(id, (byte) 7);
        assertThat(ParserScript.tcp()
                        .orig(clientHello(
                                0x0303,
                                id,
                                new int[] {0x1301},
                                versions(GREASE, 0x0304, 0x0303),
                                extension(41, new byte[4])))
                        .resp(serverHello(
                                0x0303,
                                id,
                                0x1301,
                                extension(51, new Bytes().u16(0x11EC, 0).done()),
                                extension(43, new byte[] {3, 4}),
                                extension(41, new byte[2])))
                        .resp(CHANGE)
                        .resp(record(23, new byte[60]))
                        .orig(CHANGE)
                        .orig(record(23, new byte[60]))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith(
                        "ssl@1 version=TLSv13 cipher=TLS_AES_128_GCM_SHA256 curve=X25519MLKEM768 resumed=T established=T ssl_history=CsiI ")
                .contains(" ja4=t13i010200_");
    }

    @Test
    void shouldReadTheSecondHelloAfterARetry() {
        byte[] id = new byte[32];
        byte[] retry = Bytes.hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
        byte[] chosen = extension(43, new byte[] {3, 4});
        byte[] first = serverHello(0x0303, NO_ID, 0x1301, chosen);
        System.arraycopy(retry, 0, first, 5 + 4 + 2, retry.length);
        assertThat(ParserScript.tcp()
                        .orig(clientHello(0x0303, id, new int[] {0x1301}, versions(0x0304)))
                        .resp(first)
                        .resp(CHANGE)
                        .orig(CHANGE)
                        .orig(clientHello(0x0303, id, new int[] {0x1301}, versions(0x0304)))
                        .resp(serverHello(
                                0x0303,
                                NO_ID,
                                0x1301,
                                extension(51, new Bytes().u16(29, 0).done()),
                                chosen))
                        .resp(record(23, new byte[60]))
                        .orig(record(23, new byte[60]))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .contains("curve=x25519", "established=T ssl_history=CjiICs ", " ja3s=");
    }

    @Test
    void shouldLearnTheNameOfAnInsideServer() {
        ParserScript script = ParserScript.tcp()
                .orig(clientHello(0x0303, NO_ID, new int[] {0xC02F}))
                .resp(serverHello(0x0303, NO_ID, 0xC02F))
                .resp(record(22, certificates(TlsBytes.HOST_CERTIFICATE)))
                .orig(record(22, certificates(CERTIFICATE)));
        assertThat(script.runEveryWay(parser).events())
                .contains("host_name@3 address=10.0.0.2 name=pacs.hospital.example source=certificate")
                .filteredOn(e -> e.startsWith("host_name"))
                .hasSize(1);
        assertThat(script.responder("198.51.100.7").runEveryWay(parser).events())
                .noneMatch(e -> e.startsWith("host_name"));
    }

    @Test
    void shouldTellAResumedSession() {
        byte[] id = {1, 2, 3};
        assertThat(ParserScript.tcp()
                        .orig(clientHello(0x0301, id, new int[] {0x002F}))
                        .resp(serverHello(0x0301, id, 0x002F))
                        .resp(CHANGE)
                        .resp(FINISHED)
                        .orig(CHANGE)
                        .orig(FINISHED)
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith(
                        "ssl@1 version=TLSv10 cipher=TLS_RSA_WITH_AES_128_CBC_SHA resumed=T established=T ssl_history=CsiI");
    }

    @Test
    void shouldJoinMessagesThatAreSpreadOverRecords() {
        byte[] chain = certificates(CERTIFICATE);
        ParserScript script = ParserScript.tcp().orig(hello12()).resp(serverHello(0x0303, NO_ID, 0xC02F));
        for (int at = 0; at < chain.length; at += 100) {
            script.resp(record(22, Arrays.copyOfRange(chain, at, Math.min(chain.length, at + 100))));
        }
        assertThat(script.runEveryWay(parser).events())
                .satisfiesExactly(
                        e -> assertThat(e).contains("certificate.subject=CN=test.example"),
                        e -> assertThat(e)
                                .contains("established=F ssl_history=Csx cert_chain_fps=[" + FINGERPRINT + "]"));
    }

    @Test
    void shouldKeepTheLastAlert() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(hello12())
                .resp(record(21, new byte[] {2, 40}))
                .runEveryWay(parser);
        assertThat(outcome.events())
                .singleElement()
                .asString()
                .contains(
                        "server_name=test.example resumed=F last_alert=handshake_failure established=F ssl_history=Cl");
    }

    @Test
    void shouldGoOnAtTheNextRecordAfterAGap() {
        assertThat(ParserScript.tcp()
                        .orig(hello12())
                        .resp(serverHello(0x0303, NO_ID, 0xC02F))
                        .resp(record(22, new byte[] {11, 0, 9, 9, 0}))
                        .gap(3000)
                        .resp(CHANGE)
                        .orig(CHANGE)
                        .orig(FINISHED)
                        .run(parser))
                .singleElement()
                .asString()
                .contains("established=T ssl_history=CsiI");
    }

    @Test
    void shouldReadAnSsl2Hello() {
        byte[] hello = new Bytes()
                .u16(0x8000 + 9 + 6 + 16)
                .u8(1)
                .u16(0x0301, 6, 0, 16)
                .u24(0x00002F)
                .u24(0x0700C0)
                .bytes(new byte[16])
                .done();
        assertThat(ParserScript.tcp()
                        .orig(hello)
                        .resp(serverHello(0x0301, NO_ID, 0x002F))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith(
                        "ssl@1 version=TLSv10 cipher=TLS_RSA_WITH_AES_128_CBC_SHA resumed=F established=F ssl_history=Cs");
        byte[] server = new Bytes()
                .u16(0x8000 + 11 + TlsBytes.HOST_CERTIFICATE.length + 3 + 16)
                .u8(4, 0, 1)
                .u16(0x0002, TlsBytes.HOST_CERTIFICATE.length, 3, 16)
                .bytes(TlsBytes.HOST_CERTIFICATE)
                .u24(0x0700C0)
                .bytes(new byte[16])
                .done();
        assertThat(ParserScript.tcp()
                        .orig(hello)
                        .resp(server)
                        .runEveryWay(parser)
                        .events())
                .anyMatch(e -> e.startsWith("x509@2 ") && e.contains("CN=pacs.hospital.example"))
                .last()
                .asString()
                .startsWith("ssl@1 version=SSLv2 cipher=SSLv20_CK_DES_192_EDE3_CBC_WITH_MD5 resumed=F established=T");
    }

    @Test
    void shouldLogACertificateThatCannotBeReadToItsEnd() {
        byte[] cut = Arrays.copyOf(CERTIFICATE, CERTIFICATE.length);
        cut[4 + 4 + 5 + 8 + 12 + 1] = (byte) 0xFF; // the issuer's length
        assertThat(ParserScript.tcp()
                        .orig(hello12())
                        .resp(record(22, certificates(cut)))
                        .runEveryWay(parser)
                        .events())
                .satisfiesExactly(
                        e -> assertThat(e)
                                .startsWith("x509@2 fingerprint=")
                                .contains(
                                        "certificate.serial=0A1B2C3D4E5F certificate.sig_alg=ecdsa-with-SHA256 host_cert=T"),
                        e -> assertThat(e).contains("X509_parse_error"),
                        e -> assertThat(e).startsWith("ssl@1"));
    }

    @Test
    void shouldRejectWhatIsNotTls() {
        assertThat(ParserScript.tcp()
                        .orig("HELO not-tls\r\n")
                        .runEveryWay(parser)
                        .rejected())
                .isTrue();
        ParserScript.Outcome late = ParserScript.tcp()
                .orig(hello12())
                .resp("HTTP/1.1 400 Bad Request\r\n\r\n")
                .runEveryWay(parser);
        assertThat(late.events()).hasSize(2).last().asString().contains("server_name=test.example");
    }

    @Test
    void shouldLeaveJa4sOutWhenToldTo() {
        assertThat(ParserScript.tcp()
                        .orig(hello12())
                        .resp(serverHello(0x0303, NO_ID, 0xC02F))
                        .run(new SslParser(false)))
                .singleElement()
                .asString()
                .contains("ja3s=", "ja4=")
                .doesNotContain("ja4s=");
    }

    @Test
    void shouldTellTlsByItsFirstRecord() {
        byte[] hello = hello12();
        assertThat(verdict(hello)).isEqualTo(Verdict.YES);
        assertThat(verdict(Arrays.copyOf(hello, 7))).isEqualTo(Verdict.UNSURE);
        assertThat(verdict(record(21, new byte[] {2, 40}))).isEqualTo(Verdict.YES);
        assertThat(verdict(record(23, new byte[50]))).isEqualTo(Verdict.NO);
        assertThat(verdict("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Verdict.NO);
        assertThat(verdict(new byte[] {22, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9})).isEqualTo(Verdict.NO);
    }

    private static Verdict verdict(byte[] bytes) {
        return SslProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId()));
    }

    @Test
    void shouldWriteNamesAsOpensslDoes() {
        List<String> expected = List.of("O=x+CN=\\C3\\A9,emailAddress=a@b,1.2.3.4=#0C0179,C=\\ y\\ ");
        Bytes name = new Bytes();
        name.bytes(set("550406", 0x13, " y "));
        name.bytes(set("2a0304", 0x0C, "y"));
        name.bytes(set("2a864886f70d010901", 0x16, "a@b"));
        byte[] first = pair("550403", 0x14, "\u00e9");
        byte[] second = pair("55040a", 0x0C, "x");
        name.bytes(new Bytes()
                .u8(0x31, first.length + second.length)
                .bytes(first)
                .bytes(second)
                .done());
        byte[] all = new Bytes().u8(0x30, name.done().length).bytes(name.done()).done();
        Ber der = new Ber().over(all, 0, all.length);
        assertThat(der.next(Ber.SEQUENCE)).isTrue();
        io.auscult.core.protocol.TextSlot text = new io.auscult.core.protocol.TextSlot(200);
        assertThat(new DistinguishedName().append(der, text)).isTrue();
        assertThat(new String(text.bytes(), 0, text.length(), StandardCharsets.US_ASCII))
                .isEqualTo(expected.getFirst());
    }

    private static byte[] set(String oid, int tag, String value) {
        byte[] pair = pair(oid, tag, value);
        return new Bytes().u8(0x31, pair.length).bytes(pair).done();
    }

    private static byte[] pair(String oid, int tag, String value) {
        byte[] id = Bytes.hex(oid);
        return new Bytes()
                .u8(0x30, id.length + value.length() + 4)
                .u8(6, id.length)
                .bytes(id)
                .u8(tag, value.length())
                .text(value)
                .done();
    }
}
