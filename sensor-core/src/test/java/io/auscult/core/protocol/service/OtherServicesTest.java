package io.auscult.core.protocol.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OtherServicesTest {
    private static final byte[] MODBUS_READ = Bytes.hex("0001 0000 0006 01 03 0000 000a");

    private static Verdict ask(Protocol protocol, byte[] bytes, int port) {
        ConnectionId connection = new ConnectionId();
        connection.respPort = port;
        connection.origPort = 40_000;
        return protocol.probe()
                .probe(new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, protocol.overUdp(), connection));
    }

    private static Verdict ask(Protocol protocol, String text) {
        return ask(protocol, text.getBytes(StandardCharsets.ISO_8859_1), 5_000);
    }

    static java.util.List<Protocol> all() {
        return OtherServices.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldNotTakeOtherTrafficForAService(Protocol protocol) {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            assertThat(ask(protocol, noise, 5_000)).isNotEqualTo(Verdict.YES);
        }
        assertThat(ask(protocol, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(Verdict.NO);
        assertThat(ask(protocol, "USER nurse\r\n")).isEqualTo(Verdict.NO);
        assertThat(ask(protocol, "220 mail ready\r\n")).isEqualTo(Verdict.NO);
        assertThat(ask(protocol, new byte[300], 5_000)).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellModbusByMessagesThatAddUp() {
        assertThat(ask(OtherServices.MODBUS, MODBUS_READ, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.MODBUS, Arrays.copyOf(MODBUS_READ, 8), 502))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.MODBUS, Arrays.copyOf(MODBUS_READ, 8), 5_000))
                .isEqualTo(Verdict.UNSURE);
        assertThat(ask(OtherServices.MODBUS, Bytes.hex("0001 0000 0003 01 83 02"), 5_000))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.MODBUS, Bytes.hex("0001 0001 0006 01 03 0000 000a"), 502))
                .isEqualTo(Verdict.NO);
    }

    @Test
    void shouldNotTakeLdapForModbus() {
        assertThat(ask(OtherServices.MODBUS, Bytes.hex("3084 0000 0006 02 01 0142 00 00"), 389))
                .isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellDnp3ByItsChecksum() {
        byte[] header = Bytes.hex("0564 0b c4 0400 0300 e411");
        int crc = 0;
        for (int i = 0; i < 8; i++) {
            for (int bit = 0;
                    bit < 8;
                    bit++) { // bit by bit, the polynomial as it is published: x16+x13+x12+x11+x10+x8+x6+x5+x2+1
                int in = header[i] >> bit & 1 ^ crc & 1;
                crc >>>= 1;
                crc ^= in == 1 ? Integer.reverse(0x3D65) >>> 16 : 0;
            }
        }
        header[8] = (byte) ~crc;
        header[9] = (byte) (~crc >> 8);
        assertThat(ask(OtherServices.DNP3_TCP, header, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.DNP3_UDP, header, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.DNP3_TCP, Arrays.copyOf(header, 9), 5_000)).isEqualTo(Verdict.UNSURE);
        header[9]++;
        assertThat(ask(OtherServices.DNP3_TCP, header, 20_000)).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellTheOthersByTheirFirstWords() {
        assertThat(ask(OtherServices.SIP, "OPTIONS sip:ward@hospital.example SIP/2.0\r\n"))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.SIP, "SIP/2.0 401 Unauthorized\r\n")).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.SIP, "OPTIONS * HTTP/1.1\r\n")).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.MQTT, "\20\22\0\4MQTT\4\2")).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.MQTT, "\20\22\0\4MQ")).isEqualTo(Verdict.UNSURE);
        assertThat(ask(OtherServices.MQTT, "\20\22\0\4MATT\4\2")).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellNtpOnItsPortOnly() {
        byte[] request = new byte[48];
        request[0] = 0x23;
        assertThat(ask(OtherServices.NTP, request, 123)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.NTP, request, 5_000)).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.NTP, new byte[48], 123)).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellTunnelsAndCallsByTheirHeaders() {
        byte[] initiation = new byte[148];
        initiation[0] = 1;
        assertThat(ask(OtherServices.WIREGUARD, initiation, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.WIREGUARD, Arrays.copyOf(initiation, 147), 5_000))
                .isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.QUIC, Bytes.hex("c3 00000001 04 01020304 00 0000"), 443))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.QUIC, Bytes.hex("c3 00000003 04 01020304 00 0000"), 443))
                .isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.QUIC, "\r12345678Q043\1a")).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.QUIC, "\r12345678Q0x3\1a")).isEqualTo(Verdict.NO);
        byte[] ayiya = new byte[8 + 16 + 20];
        System.arraycopy(Bytes.hex("41 52 11 29"), 0, ayiya, 0, 4);
        assertThat(ask(OtherServices.AYIYA, ayiya, 5_000)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.AYIYA, Arrays.copyOf(ayiya, 43), 5_000)).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellSyslogByItsPriority() {
        assertThat(ask(OtherServices.SYSLOG, ascii("<191>anything"), 514)).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.SYSLOG, ascii("<192>anything"), 514)).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.SYSLOG, "<34>1 2026-01-01T00:00:00Z h a - - -"))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.SYSLOG, "<34>Oct 11 22:14:15 host su: x")).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.SYSLOG, "<34>anything")).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.SYSLOG, "<>1 x")).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellTftpByARequest() {
        assertThat(ask(OtherServices.TFTP, "\0\1boot/pump.img\0OCTET\0blksize\0001468\0"))
                .isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.TFTP, "\0\2x\0netascii\0")).isEqualTo(Verdict.YES);
        assertThat(ask(OtherServices.TFTP, "\0\2x\0binary\0")).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.TFTP, "\0\1\0octet\0")).isEqualTo(Verdict.NO);
    }

    @Test
    void shouldTellRtspAndRedisHoweverTheirFirstBytesArrive() {
        requireGrowing(OtherServices.RTSP, "DESCRIBE rtsp://10.0.0.1/bed4 RTSP/1.0\r\n", 40);
        requireGrowing(OtherServices.RTSP, "RTSP/1.0 200 OK\r\n", 5);
        requireGrowing(OtherServices.REDIS, "*2\r\n$4\r\nAUTH\r\n", 9);
        assertThat(ask(OtherServices.RTSP, "GET / HTTP/1.1\r\n")).isEqualTo(Verdict.NO);
        assertThat(ask(OtherServices.REDIS, "*2\r\n:4\r\n")).isEqualTo(Verdict.NO);
    }

    /** Unsure before that many bytes, certain from then on. */
    private static void requireGrowing(Protocol protocol, String text, int certain) {
        for (int length = 1; length <= text.length(); length++) {
            assertThat(ask(protocol, text.substring(0, length)))
                    .as("%s after %d bytes", protocol.name(), length)
                    .isEqualTo(length < certain ? Verdict.UNSURE : Verdict.YES);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
