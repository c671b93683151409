package io.auscult.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.dns.DnsParser;
import org.junit.jupiter.api.Test;

/** Names learned in one connection are attached to all that end later, whichever lane followed them. */
class HostNamingTest {
    private static final String REPLY = "\0\1\204\0\0\0\0\1\0\0\0\0\3pc1\2or\0\0\1\0\1\0\0\0\74\0\4\12\0\0\5";
    private static final String OTHER = "\0\1\204\0\0\0\0\1\0\0\0\0\3pc2\2or\0\0\1\0\1\0\0\0\74\0\4\12\0\0\5";

    private final Traffic traffic = new Traffic().with(DnsParser.PROTOCOL);

    @Test
    void shouldNameTheEndsOfConnections() {
        traffic.udp("10.0.0.53", 53, "10.0.0.9", 40_000, REPLY);
        traffic.tcp("10.0.0.5", 40_001, "10.0.0.9", 9_999).handshake().close();
        traffic.tcp("10.0.0.9", 40_002, "10.0.0.5", 9_999).handshake().close();
        assertThat(traffic.events("conn"))
                .filteredOn(conn -> conn.contains("proto=tcp"))
                .satisfiesExactlyInAnyOrder(
                        conn -> assertThat(conn)
                                .contains("orig_host_name=pc1.or")
                                .doesNotContain("resp_host_name"),
                        conn -> assertThat(conn)
                                .contains("resp_host_name=pc1.or")
                                .doesNotContain("orig_host_name"));
    }

    @Test
    void shouldWriteALineForANewNameOnly() {
        traffic.udp("10.0.0.53", 53, "10.0.0.9", 40_000, REPLY);
        traffic.udp("10.0.0.53", 53, "10.0.0.9", 40_001, REPLY);
        traffic.udp("10.0.0.53", 53, "10.0.0.9", 40_002, OTHER);
        assertThat(traffic.events("known_names"))
                .singleElement()
                .asString()
                .contains("host=10.0.0.5 host_name=pc1.or source=dns");
    }
}
