package io.auscult.core.protocol.ssl;

import static io.auscult.core.protocol.ssl.DtlsBytes.certificates;
import static io.auscult.core.protocol.ssl.DtlsBytes.clientHello;
import static io.auscult.core.protocol.ssl.DtlsBytes.datagram;
import static io.auscult.core.protocol.ssl.DtlsBytes.fragment;
import static io.auscult.core.protocol.ssl.DtlsBytes.handshake;
import static io.auscult.core.protocol.ssl.DtlsBytes.message;
import static io.auscult.core.protocol.ssl.DtlsBytes.record;
import static io.auscult.core.protocol.ssl.DtlsBytes.serverHello;
import static io.auscult.core.protocol.ssl.DtlsBytes.stun;
import static io.auscult.core.protocol.ssl.TlsBytes.CERTIFICATE;
import static io.auscult.core.protocol.ssl.TlsBytes.FINGERPRINT;
import static io.auscult.core.protocol.ssl.TlsBytes.codes;
import static io.auscult.core.protocol.ssl.TlsBytes.extension;
import static io.auscult.core.protocol.ssl.TlsBytes.serverName;
import static io.auscult.core.protocol.ssl.TlsBytes.versions;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DtlsParserTest {
    private static final byte[] NOTHING = {};
    private static final byte[] RANDOM = new byte[32];
    private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final int[] CIPHERS = {0xC02F, 0x009C};
    private static final byte[] CHANGE = record(20, 0, new byte[] {1});
    private static final byte[] FINISHED = record(22, 1, new byte[48]);
    private static final byte[] CURVE = new Bytes().u8(3).u16(29).u8(1, 9).done();
    private static final byte[] RETRY = Bytes.hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

    private final DtlsParser parser = new DtlsParser(true);

    private static byte[] hello(byte[] cookie) {
        return clientHello(
                cookie,
                CIPHERS,
                serverName("pump.example"),
                codes(10, 29, 23),
                extension(11, new byte[] {1, 0}),
                codes(13, 0x0403, 0x0401));
    }

    /** What the server says first, in pieces of so many bytes of its certificates. */
    private static ParserScript start() {
        return ParserScript.udp()
                .orig(handshake(1, 0, hello(NOTHING)))
                .resp(handshake(
                        3, 0, new Bytes().u16(0xFEFF).u8(8).bytes(COOKIE).done()))
                .orig(handshake(1, 1, hello(COOKIE)))
                .resp(handshake(2, 1, serverHello(RANDOM, 0xC02F, extension(0xFF01, new byte[1]))));
    }

    private static String hash(String algorithm, String text, int digits) throws Exception {
        byte[] hash = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash).substring(0, digits);
    }

    @Test
    void shouldDescribeAHandshakeWithACookie() throws Exception {
        ParserScript.Outcome outcome = start().resp(handshake(11, 2, certificates(CERTIFICATE)))
                .resp(record(22, 0, message(12, 3, CURVE), message(14, 4, NOTHING)))
                .orig(datagram(handshake(16, 2, new byte[33]), CHANGE, FINISHED))
                .resp(datagram(CHANGE, FINISHED))
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .satisfiesExactly(
                        e -> assertThat(e)
                                .startsWith("x509@5 fingerprint=" + FINGERPRINT)
                                .endsWith("host_cert=T client_cert=F"),
                        e -> assertThat(e)
                                .startsWith(
                                        "ssl@1 version=DTLSv12 cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 curve=x25519 server_name=pump.example"
                                                + " resumed=F established=T ssl_history=CvCsxknGIi cert_chain_fps=["
                                                + FINGERPRINT + "]"));
        assertThat(outcome.events().getLast())
                .endsWith(" ja3=" + hash("MD5", "65277,49199-156,0-10-11-13,29-23,0", 32)
                        + " ja3s=" + hash("MD5", "65277,49199,65281", 32)
                        + " ja4=dd2d020400_" + hash("SHA-256", "009c,c02f", 12) + "_"
                        + hash("SHA-256", "000a,000b,000d_0403,0401", 12)
                        + " ja4s=dd20100_c02f_" + hash("SHA-256", "ff01", 12));
    }

    @Test
    void shouldJoinFragmentsInAnyOrderTwiceAndMixed() {
        byte[] chain = certificates(CERTIFICATE);
        byte[] client = hello(COOKIE);
        byte[] first = record(22, 0, fragment(11, 2, chain, 0, 200));
        byte[] second = record(22, 0, fragment(11, 2, chain, 150, 400), message(14, 4, NOTHING));
        byte[] third = record(22, 0, fragment(12, 3, CURVE, 0, 2), fragment(11, 2, chain, 400, chain.length));
        List<String> events = ParserScript.udp()
                .orig(record(22, 0, fragment(1, 0, client, 60, client.length)))
                .orig(record(22, 0, fragment(1, 0, client, 0, 61)))
                .resp(handshake(2, 1, serverHello(RANDOM, 0xC02F)))
                .resp(third)
                .resp(first)
                .resp(first)
                .resp(second)
                .resp(second)
                .resp(third)
                .resp(record(22, 0, fragment(12, 3, CURVE, 2, CURVE.length)))
                .runEveryWay(parser)
                .events();
        assertThat(events)
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("x509@7 fingerprint=" + FINGERPRINT),
                        e -> assertThat(e)
                                .contains(
                                        "curve=x25519 server_name=pump.example",
                                        "ssl_history=Csxnnk cert_chain_fps=[" + FINGERPRINT + "]"));
    }

    @Test
    void shouldWriteNothingTwiceWhenAFlightIsSentAgain() {
        byte[] certificate = handshake(11, 2, certificates(CERTIFICATE));
        byte[] status = handshake(22, 3, new Bytes().u8(1).u24(3).u8(0x30, 1, 0).done());
        assertThat(start().resp(certificate)
                        .resp(status)
                        .resp(certificate)
                        .resp(status)
                        .runEveryWay(parser)
                        .events())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("x509@5 "),
                        e -> assertThat(e).startsWith("files@6 "),
                        e -> assertThat(e).contains("ssl_history=CvCsxuxu"));
    }

    @Test
    void shouldReadDtls13UpToItsShortHeaders() {
        byte[] sealed =
                new Bytes().u8(0x2E, 0x92, 0x96, 0, 20).bytes(new byte[20]).done();
        byte[] shares = extension(51, new Bytes().u16(23, 0).done());
        byte[] chosen = extension(43, new Bytes().u16(0xFEFC).done());
        byte[] offered = clientHello(NOTHING, new int[] {0x1301}, versions(0xFEFD, 0xFEFC));
        ParserScript.Outcome outcome = ParserScript.udp()
                .orig(handshake(1, 0, offered))
                .resp(handshake(2, 0, serverHello(RETRY, 0x1301, chosen)))
                .orig(handshake(1, 1, offered))
                .resp(datagram(handshake(2, 1, serverHello(RANDOM, 0x1301, shares, chosen)), sealed))
                .resp(sealed)
                .orig(sealed)
                .resp(sealed)
                .runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.events())
                .singleElement()
                .asString()
                .startsWith(
                        "ssl@1 version=DTLSv13 cipher=TLS_AES_128_GCM_SHA256 curve=secp256r1 resumed=F established=T ssl_history=CjCs ")
                .contains(" ja4=dd3i010100_");
    }

    @Test
    void shouldFindTheHelloBetweenOtherDatagrams() {
        byte[] media = new Bytes().u8(0x80, 0x6F).bytes(new byte[40]).done();
        assertThat(ParserScript.udp()
                        .resp(stun(0x0001))
                        .orig(stun(0x0101))
                        .orig(media)
                        .resp(handshake(1, 0, hello(NOTHING)))
                        .resp(stun(0x0001))
                        .orig(handshake(2, 0, serverHello(RANDOM, 0xC02F)))
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith("ssl@4 version=DTLSv12")
                .contains("ssl_history=^Cs");
        ParserScript without = ParserScript.udp();
        for (int i = 0; i < 70; i++) {
            without.orig(stun(0x0001));
        }
        ParserScript.Outcome outcome = without.runEveryWay(parser);
        assertThat(outcome.done()).isTrue();
        assertThat(outcome.confirmed()).isFalse();
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void shouldReadWhatTurnCarriesInChannelsAndIndications() {
        byte[] client = handshake(1, 0, hello(NOTHING));
        byte[] server = handshake(2, 0, serverHello(RANDOM, 0xC02F));
        byte[] channel =
                new Bytes().u16(0x4001, server.length).bytes(server).u8(0, 0).done();
        byte[] beyond = new Bytes().u16(0x4001, server.length + 1).bytes(server).done();
        assertThat(ParserScript.udp()
                        .orig(stun(0x0003))
                        .orig(indication(0x0016, client))
                        .resp(beyond)
                        .resp(channel)
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith("ssl@2 version=DTLSv12")
                .contains("ssl_history=Cs");
    }

    /** The other side's address, then the data, padded. */
    private static byte[] indication(int type, byte[] data) {
        byte[] padded = Arrays.copyOf(data, data.length + 3 & ~3);
        return new Bytes()
                .u16(type, 12 + 4 + padded.length, 0x2112, 0xA442)
                .bytes(new byte[12])
                .u16(0x0012, 8)
                .bytes(new byte[8])
                .u16(0x0013, data.length)
                .bytes(padded)
                .done();
    }

    @Test
    void shouldGiveUpFragmentsThatDoNotAddUp() {
        byte[] client = hello(NOTHING);
        byte[] beyond = fragment(1, 0, client, 0, 40);
        beyond[1] = 0;
        beyond[3] = 20; // shorter than its fragment
        byte[] huge = fragment(1, 0, client, 0, 40);
        huge[1] = 5;
        assertThat(ParserScript.udp()
                        .orig(handshake(1, 0, client))
                        .orig(record(22, 0, beyond))
                        .orig(record(22, 0, huge))
                        .runEveryWay(parser)
                        .events())
                .satisfiesExactly(
                        e -> assertThat(e).startsWith("weird@2 "),
                        e -> assertThat(e).contains("ssl_history=C "));
    }

    @Test
    void shouldLearnTheNameOfAServerThatWasAskedForByName() {
        byte[] certificate = handshake(11, 1, certificates(TlsBytes.HOST_CERTIFICATE));
        byte[] server = handshake(2, 0, serverHello(RANDOM, 0xC02F));
        assertThat(ParserScript.udp()
                        .orig(handshake(1, 0, hello(NOTHING)))
                        .resp(server)
                        .resp(certificate)
                        .runEveryWay(parser)
                        .events())
                .contains("host_name@3 address=10.0.0.2 name=pacs.hospital.example source=certificate");
        assertThat(ParserScript.udp()
                        .orig(handshake(1, 0, clientHello(NOTHING, CIPHERS)))
                        .resp(server)
                        .resp(certificate)
                        .runEveryWay(parser)
                        .events())
                .noneMatch(e -> e.startsWith("host_name"));
    }

    @Test
    void shouldBoundWhatItKeepsOfFragments() {
        byte[] large = new byte[DtlsMessage.MAX_BYTES];
        ParserScript script = ParserScript.udp().orig(handshake(1, 0, hello(NOTHING)));
        for (int number = 1; number < 20; number++) {
            script.orig(record(22, 0, fragment(11, number, large, large.length - 100, large.length)));
            for (int piece = 0; piece < 40; piece++) {
                script.orig(record(22, 0, fragment(11, number, large, 10 * piece, 10 * piece + 5)));
            }
        }
        script.run(parser, ParserScript.Cuts.NONE, 0);
        assertThat(parser.kept()).isBetween(DtlsMessage.MAX_BYTES, DtlsFlight.MAX_OPEN * DtlsMessage.MAX_BYTES);
        parser.reset();
        assertThat(parser.kept()).isZero();
    }

    @Test
    void shouldTellDtlsByItsFirstDatagram() {
        byte[] hello = handshake(1, 0, hello(NOTHING));
        assertThat(verdict(hello)).isEqualTo(Verdict.YES);
        assertThat(verdict(Arrays.copyOf(hello, hello.length - 1))).isEqualTo(Verdict.NO);
        assertThat(verdict(record(22, 0, fragment(1, 0, hello(NOTHING), 0, 20))))
                .isEqualTo(Verdict.YES);
        assertThat(verdict(FINISHED)).isEqualTo(Verdict.NO);
        assertThat(verdict(stun(0x0001))).isEqualTo(Verdict.YES);
        assertThat(verdict(Arrays.copyOf(stun(0x0001), 20))).isEqualTo(Verdict.NO);
        assertThat(verdict("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Verdict.NO);
    }

    private static Verdict verdict(byte[] bytes) {
        return DtlsProbe.probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, new ConnectionId()));
    }
}
