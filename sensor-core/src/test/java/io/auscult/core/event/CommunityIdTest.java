package io.auscult.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityIdTest {
    /** The expectations published with the specification and its reference implementation; the last column with seed 1. */
    @ParameterizedTest
    @CsvSource({
        "1, 192.168.0.89, 8, 192.168.0.1, 0, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=, 1:03g6IloqVBdcZlPyX8r0hgoE7kA=",
        "1, 192.168.0.1, 0, 192.168.0.89, 8, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=, 1:03g6IloqVBdcZlPyX8r0hgoE7kA=",
        "1, 192.168.0.1, 0, 192.168.0.89, 20, 1:X0snYXpgwiv9TZtqg64sgzUn6Dk=, 1:03g6IloqVBdcZlPyX8r0hgoE7kA=",
        "1, 192.168.0.89, 20, 192.168.0.1, 0, 1:3o2RFccXzUgjl7zDpqmY7yJi8rI=, 1:lCXHHxavE1Vq3oX9NH5ladQg02o=",
        "1, 192.168.0.89, 20, 192.168.0.1, 1, 1:tz/fHIDUHs19NkixVVoOZywde+I=, 1:Ie3wmFyxiEyikbsbcO03d2nh+PM=",
        "58, fe80::200:86ff:fe05:80da, 135, fe80::260:97ff:fe07:69ea, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=,"
                + " 1:kHa1FhMYIT6Ym2Vm2AOtoOARDzY=",
        "58, fe80::260:97ff:fe07:69ea, 136, fe80::200:86ff:fe05:80da, 0, 1:dGHyGvjMfljg6Bppwm3bg0LO8TY=,"
                + " 1:kHa1FhMYIT6Ym2Vm2AOtoOARDzY=",
        "58, 3ffe:507:0:1:260:97ff:fe07:69ea, 3, 3ffe:507:0:1:200:86ff:fe05:80da, 0, 1:NdobDX8PQNJbAyfkWxhtL2Pqp5w=,"
                + " 1:OlOWx9psIbBFi7lOCw/4MhlKR9M=",
        "58, 3ffe:507:0:1:200:86ff:fe05:80da, 3, 3ffe:507:0:1:260:97ff:fe07:69ea, 0, 1:/OGBt9BN1ofenrmSPWYicpij2Vc=,"
                + " 1:Ij4ZxnC87/MXzhOjvH2vHu7LRmE=",
        "132, 192.168.170.8, 7, 192.168.170.56, 80, 1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=, 1:Y1/0jQg6e+I3ZwZZ9LP65DNbTXU=",
        "132, 192.168.170.56, 80, 192.168.170.8, 7, 1:jQgCxbku+pNGw8WPbEc/TS/uTpQ=, 1:Y1/0jQg6e+I3ZwZZ9LP65DNbTXU=",
        "6, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=, 1:3V71V58M3Ksw/yuFALMcW0LAHvc=",
        "6, 66.35.250.204, 80, 128.232.110.120, 34855, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=, 1:3V71V58M3Ksw/yuFALMcW0LAHvc=",
        "6, 10.0.0.1, 10, 10.0.0.2, 11569, 1:SXBGMX1lBOwhhoDrZynfROxnhnM=, 1:HmBRGR+fUyXF4t8WEtal7Y0gEAo=",
        "17, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=, 1:Q9We8WO3piVF8yEQBNJF4uiSVrI=",
        "17, 8.8.8.8, 53, 192.168.1.52, 54585, 1:d/FP5EW3wiY1vCndhwleRRKHowQ=, 1:Q9We8WO3piVF8yEQBNJF4uiSVrI=",
        "46, 10.1.24.4, 0, 10.1.12.1, 0, 1:/nQI4Rh/TtY3mf0R2gJFBkVlgS4=, 1:BK3BVW3U2eemuwVQVN3zd/GULno=",
        "46, 10.1.12.1, 0, 10.1.24.4, 0, 1:/nQI4Rh/TtY3mf0R2gJFBkVlgS4=, 1:BK3BVW3U2eemuwVQVN3zd/GULno="
    })
    void shouldNameConnectionsAsPublished(
            int proto, String orig, int origPort, String resp, int respPort, String expected, String seeded) {
        ConnectionId id = connection(proto, IpAddress.parse(orig), origPort, IpAddress.parse(resp), respPort);
        assertThat(text(new CommunityId(), id)).isEqualTo(expected);
        assertThat(text(new CommunityId(1), id)).isEqualTo(seeded);
    }

    @Test
    void shouldAgreeWithZeeksBaselines() throws IOException {
        Path baselines = Path.of(
                System.getProperty("auscult.shared", "../../shared"),
                "captures/corelight+zeek-community-id/tests/Baseline/communityid.run-pcaps");
        assumeTrue(Files.isDirectory(baselines), "skipped: no baselines at " + baselines);
        Pattern line = Pattern.compile("00:00 (\\S+) (\\S+) (\\w\\w) 00 (\\S+) (\\S+) \\(\\d+ bytes\\) -> (1:\\S+)");
        CommunityId communityId = new CommunityId();
        int seen = 0;
        try (Stream<Path> files = Files.list(baselines)) {
            for (Path file : files.toList()) {
                for (String text : Files.readAllLines(file)) {
                    Matcher m = line.matcher(text);
                    if (m.matches()) {
                        int proto = Integer.parseInt(m.group(3), 16);
                        ConnectionId id = connection(
                                proto, address(m.group(1)), port(m.group(4)), address(m.group(2)), port(m.group(5)));
                        assertThat(text(communityId, id)).as(text).isEqualTo(m.group(6));
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(15);
    }

    @Test
    void shouldAllocateNothing() {
        CommunityId communityId = new CommunityId();
        ConnectionId id = connection(6, IpAddress.parse("10.0.0.1"), 1, IpAddress.parse("10.0.0.2"), 2);
        byte[] out = new byte[CommunityId.LENGTH];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(communityId, id, out);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(communityId, id, out);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000); // 10,000 calls
    }

    private static void run(CommunityId communityId, ConnectionId id, byte[] out) {
        for (int i = 0; i < 10_000; i++) {
            id.origPort = i;
            communityId.write(out, 0, id);
        }
    }

    private static String text(CommunityId communityId, ConnectionId id) {
        byte[] out = new byte[CommunityId.LENGTH + 1];
        assertThat(communityId.write(out, 1, id)).isEqualTo(out.length);
        return new String(out, 1, CommunityId.LENGTH, StandardCharsets.ISO_8859_1);
    }

    private static ConnectionId connection(int proto, IpAddress orig, int origPort, IpAddress resp, int respPort) {
        ConnectionId id = new ConnectionId();
        id.proto = proto;
        id.origHigh = orig.high();
        id.origLow = orig.low();
        id.origPort = origPort;
        id.respHigh = resp.high();
        id.respLow = resp.low();
        id.respPort = respPort;
        return id;
    }

    private static IpAddress address(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(":").parseHex(hex);
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
        return bytes.length == 4
                ? IpAddress.ofIpv4(buffer.getInt())
                : new IpAddress(buffer.getLong(), buffer.getLong());
    }

    private static int port(String hex) {
        return Integer.parseInt(hex.replace(":", ""), 16);
    }
}
