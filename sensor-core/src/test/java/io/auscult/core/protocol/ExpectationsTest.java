package io.auscult.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private final Expectations expectations = new Expectations();
    private final TextSlot label = new TextSlot(32);

    private static ConnectionId to(long low, int port) {
        ConnectionId connection = new ConnectionId();
        connection.respLow = low;
        connection.respPort = port;
        return connection;
    }

    @Test
    void shouldGiveTheLastLabelOfAResponder() {
        label.append("one");
        expectations.add(0, 7, 135, "dce_rpc", label, 100);
        label.clear();
        label.append("two");
        expectations.add(0, 7, 135, "dce_rpc", label, 100);
        assertThat(expectations.protocol(to(7, 135))).isEqualTo("dce_rpc");
        assertThat(expectations.label(to(7, 135)))
                .satisfies(found -> assertThat(found.textEquals("two")).isTrue());
        assertThat(expectations.label(to(7, 136))).isNull();
    }

    @Test
    void shouldStayWithinItsBoundAndKeepTheNewest() {
        for (int i = 0; i < 100_000; i++) {
            expectations.add(0, i, 20, "ftp-data", label, 100);
        }
        int found = 0;
        for (int i = 0; i < 100_000; i++) {
            found += expectations.protocol(to(i, 20)) != null ? 1 : 0;
        }
        assertThat(found).isEqualTo(Expectations.SETS * Expectations.WAYS);
        assertThat(expectations.protocol(to(99_999, 20))).isEqualTo("ftp-data");
    }

    @Test
    void shouldForgetInTime() {
        expectations.add(0, 7, 20, "ftp-data", label, 100);
        expectations.at(101);
        assertThat(expectations.protocol(to(7, 20))).isNull();
    }
}
