package io.auscult.rules.attempt;

import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.HostTable;
import io.auscult.core.detect.Mix;
import io.auscult.rules.rule.Techniques;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger has to say at the end: attempts below any alarm, by technique, most first. Immutable.
 *
 * @param techniques a line each
 * @param count of all
 */
public record AttemptSummary(List<Line> techniques, long count) {
    public static final AttemptSummary NONE = new AttemptSummary(List.of(), 0);

    private static final int WHERE = 3; // rows told of a technique
    private static final int EXACT = 4_096;

    /**
     * Of one technique.
     *
     * @param technique null when the rule that noticed it names none
     * @param failed of the attempts, refused
     * @param unanswered of the attempts
     * @param outcome the gravest
     * @param where the rows with most attempts
     */
    public record Line(
            @Nullable Technique technique,
            long count,
            long failed,
            long unanswered,
            long sources,
            long targets,
            Outcome outcome,
            long firstNs,
            long lastNs,
            List<Where> where) {}

    /** One row. @param what and by which service @param source an address with its name, or a network */
    public record Where(String source, String target, String what, String service, int port, long count) {}

    public AttemptSummary {
        techniques = List.copyOf(techniques);
    }

    private static final class Sum {
        private final List<Row> rows = new ArrayList<>();
        private final DistinctCounter sources = new DistinctCounter(EXACT, 10);
        private final DistinctCounter targets = new DistinctCounter(EXACT, 10);
        private long count;
        private long failed;
        private long unanswered;
        private long firstNs = Long.MAX_VALUE;
        private long lastNs;
        private Outcome outcome = Outcome.FAILED;

        private void add(Row row) {
            rows.add(row);
            count += row.count;
            failed += row.failed;
            unanswered += row.unanswered;
            firstNs = Math.min(firstNs, row.firstNs);
            lastNs = Math.max(lastNs, row.lastNs);
            outcome = Row.gravity(row.outcome) > Row.gravity(outcome) ? row.outcome : outcome;
            if (row.width == Row.Width.PAIR) {
                sources.add(Mix.of(row.sourceHigh, row.sourceLow));
                targets.add(Mix.of(row.targetHigh, row.targetLow));
            }
            sources.addAll(row.sources);
            targets.addAll(row.targets);
        }
    }

    /** After the run, by the thread that ran it. */
    public static AttemptSummary of(AttemptLedger ledger, Techniques techniques, HostTable hosts) {
        Map<String, Sum> sums = new TreeMap<>();
        ledger.forEach(row -> sums.computeIfAbsent(ledger.kindOf(row).technique(), id -> new Sum())
                .add(row));
        List<Line> lines = new ArrayList<>();
        long count = 0;
        for (Map.Entry<String, Sum> each : sums.entrySet()) {
            Sum sum = each.getValue();
            count += sum.count;
            lines.add(new Line(
                    techniques.find(each.getKey()),
                    sum.count,
                    sum.failed,
                    sum.unanswered,
                    sum.sources.count(),
                    sum.targets.count(),
                    sum.outcome,
                    sum.firstNs,
                    sum.lastNs,
                    where(sum, ledger, hosts)));
        }
        lines.sort(Comparator.comparingLong(Line::count).reversed());
        return new AttemptSummary(lines, count);
    }

    private static List<Where> where(Sum sum, AttemptLedger ledger, HostTable hosts) {
        return sum.rows.stream()
                .sorted(Comparator.comparingLong((Row row) -> row.count)
                        .reversed()
                        .thenComparingLong(row -> row.firstNs)
                        .thenComparing(Row::source)
                        .thenComparing(Row::target))
                .limit(WHERE)
                .map(row -> new Where(
                        named(row.source(), row.isOneSource() ? hosts.text(row.sourceHigh, row.sourceLow) : null),
                        named(row.target(), row.isOneTarget() ? hosts.text(row.targetHigh, row.targetLow) : null),
                        ledger.kindOf(row).what().word(),
                        ledger.kindOf(row).service(),
                        row.port,
                        row.count))
                .toList();
    }

    private static String named(String address, @Nullable String name) {
        return name == null ? address : name + " (" + address + ")";
    }
}
