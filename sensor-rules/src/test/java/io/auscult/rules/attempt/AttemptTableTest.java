package io.auscult.rules.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptTableTest {
    private static final int MOST = 256;
    private static final long SECOND = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final Kinds kinds = new Kinds();
    private final AttemptTable table = new AttemptTable(MOST, counters, row -> false);
    private long nowNs = 1_700_000_000L * SECOND;

    private void attempt(String source, String target, int port) {
        IpAddress from = IpAddress.parse(source);
        IpAddress to = IpAddress.parse(target);
        nowNs += SECOND;
        table.at(from.high(), from.low(), to.high(), to.low(), kinds.connection(true, port), port, nowNs)
                .add(1, Outcome.FAILED, nowNs);
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        table.forEach(rows::add);
        return rows;
    }

    private long sum() {
        return rows().stream().mapToLong(row -> row.count).sum();
    }

    @Test
    void shouldPutTogetherByNetworkOfTheTargetFirstAndLoseNothing() {
        for (int i = 0; i < 1_000; i++) {
            attempt("10.0.0.9", "10.1." + i % 4 + "." + i / 4, 445);
        }
        assertThat(table.size()).isLessThanOrEqualTo(MOST);
        assertThat(sum()).isEqualTo(1_000);
        assertThat(counters.get(Counter.ATTEMPTS_MERGED)).isPositive();
        assertThat(rows()).anyMatch(row -> row.target().equals("10.1.0.0/24"));
        assertThat(rows()).allMatch(row -> row.source().equals("10.0.0.9"));
    }

    @Test
    void shouldStayWithinItsBoundForManySourcesEverywhere() {
        for (int i = 0; i < 20_000; i++) {
            attempt("10." + i % 199 + "." + i % 251 + "." + i % 241, "172.16." + i % 239 + "." + i % 233, 20 + i % 7);
            if (table.size() > MOST) {
                throw new AssertionError("rows: " + table.size());
            }
        }
        assertThat(sum()).isEqualTo(20_000);
        assertThat(rows())
                .anyMatch(row -> row.source().equals("any") && row.target().equals("any"));
    }

    @Test
    void shouldKeepHostsApartAgainWhenTheFloodIsOver() {
        for (int i = 0; i < 5_000; i++) {
            attempt("10.7." + i / 250 + "." + i % 250, "172.16.0.1", 22);
        }
        nowNs += 2 * AttemptTable.TOGETHER_NS;
        attempt("10.8.0.1", "172.16.0.2", 22);
        assertThat(rows())
                .anyMatch(
                        row -> row.source().equals("10.8.0.1") && row.target().equals("172.16.0.2") && row.count == 1);
        assertThat(sum()).isEqualTo(5_001);
    }

    @Test
    void shouldDoTheSameEachTime() {
        List<String> first = flood(new AttemptTable(MOST, new Counters(), row -> false));
        assertThat(flood(new AttemptTable(MOST, new Counters(), row -> false))).isEqualTo(first);
    }

    private List<String> flood(AttemptTable into) {
        for (int i = 0; i < 3_000; i++) {
            IpAddress from = IpAddress.parse("10.0." + i % 13 + "." + i % 199);
            IpAddress to = IpAddress.parse("10.1." + i % 17 + "." + i % 211);
            into.at(from.high(), from.low(), to.high(), to.low(), kinds.connection(true, 22), 22, i * SECOND)
                    .add(1, Outcome.FAILED, i * SECOND);
        }
        List<String> lines = new ArrayList<>();
        into.forEach(row -> lines.add(row.source() + " " + row.target() + " " + row.count + " " + row.targetCount()));
        return lines;
    }

    @Test
    void shouldLeaveOutNoiseRatherThanPutItTogether() {
        AttemptTable quiet = new AttemptTable(MOST, counters, row -> row.port == 23);
        for (int i = 0; i < 2_000; i++) {
            IpAddress to = IpAddress.parse("10.1." + i / 250 + "." + i % 250);
            int port = i % 2 == 0 ? 22 : 23;
            quiet.at(0, 1, to.high(), to.low(), kinds.connection(true, port), port, i * SECOND)
                    .add(1, Outcome.FAILED, i * SECOND);
        }
        List<Row> left = new ArrayList<>();
        quiet.forEach(left::add);
        assertThat(left.stream()
                        .filter(row -> row.port == 22)
                        .mapToLong(row -> row.count)
                        .sum())
                .isEqualTo(1_000);
        assertThat(left.stream().filter(row -> row.port != 22 && row.width != Row.Width.PAIR))
                .isEmpty();
    }

    @Test
    void shouldTakeOutAllThatIsOfOneSourceAloneAndNothingElse() {
        long takenOut = 0;
        for (int i = 1; i <= 20_000; i++) {
            attempt("10.0.0." + i % 7, "172.16." + i % 11 + "." + i % 5, 445);
            if (i % 50 == 0) {
                IpAddress source = IpAddress.parse("10.0.0." + i / 50 % 7);
                List<Row> others = rows().stream()
                        .filter(row -> row.width.compareTo(Row.Width.SOURCE) > 0
                                || row.sourceLow != source.low()
                                || row.targetLow % 2 == 0)
                        .toList();
                takenOut += table.removeIf(source, row -> row.targetLow % 2 != 0);
                assertThat(rows()).containsExactlyElementsOf(others);
            }
            assertThat(sum()).isEqualTo(i - takenOut);
        }
        assertThat(takenOut).isGreaterThan(50); // later all is one row
        assertThat(counters.get(Counter.ATTEMPTS_MERGED)).isPositive();
    }
}
