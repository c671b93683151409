package io.auscult.rules.attempt;

import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AttemptEvents;
import io.auscult.core.detect.HostTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.rules.rule.Techniques;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of the {@link AttemptLedger} as events for the logs: a row that nothing was added to for {@link #IDLE_NS}, one that lasts for {@link #LONGEST_NS}, and all at the end.
 * Stands behind the detectors and before the logs; by the time of events, so that the same capture gives the same lines. Detect thread.
 */
public final class AttemptLog implements EventConsumer {
    static final long IDLE_NS = 900_000_000_000L;
    static final long LONGEST_NS = 3_600_000_000_000L;

    private static final long CHECK_NS = 300_000_000_000L;
    private static final int BATCH = 512; // events

    private final AttemptLedger ledger;
    private final Techniques techniques;
    private final HostTable hosts;
    private final List<? extends EventConsumer> logs;
    private final EventBlock made = new EventBlock();
    private final EventWriter out;
    private final Event view = new Event();
    private final List<Row> due = new ArrayList<>();
    private long nowNs;
    private long nextCheckNs;
    private long packetNumber;

    /** @param logs who takes the events */
    public AttemptLog(
            AttemptLedger ledger,
            Techniques techniques,
            HostTable hosts,
            Counters counters,
            List<? extends EventConsumer> logs) {
        this.ledger = ledger;
        this.techniques = techniques;
        this.hosts = hosts;
        this.logs =
                logs.stream().filter(log -> log.wants(AttemptEvents.ATTEMPTS)).toList();
        this.out = new EventWriter(counters);
        out.into(made);
    }

    @Override
    public void onEvent(Event event) throws IOException {
        nowNs = Math.max(nowNs, event.timestampNs());
        packetNumber = event.packetNumber();
        if (nowNs < nextCheckNs) {
            return;
        }
        if (nextCheckNs != 0) {
            write(false);
        }
        nextCheckNs = nowNs + CHECK_NS;
    }

    @Override
    public void onEnd() throws IOException {
        write(true);
    }

    private void write(boolean all) throws IOException {
        if (logs.isEmpty()) {
            return;
        }
        ledger.forEach(row -> {
            if (row.newCount > 0 && (all || nowNs - row.lastNs >= IDLE_NS || nowNs - row.newFirstNs >= LONGEST_NS)) {
                due.add(row);
            }
        });
        out.at(nowNs, packetNumber);
        for (Row row : due) {
            write(row);
            row.written();
            if (made.count() >= BATCH) {
                passOn();
            }
        }
        due.clear();
        passOn();
    }

    private void write(Row row) {
        Kind kind = ledger.kindOf(row);
        Technique technique = techniques.find(kind.technique());
        out.begin(AttemptEvents.ATTEMPTS);
        out.set(AttemptEvents.SOURCE, row.source());
        name(AttemptEvents.SOURCE_NAME, row.isOneSource() ? hosts.text(row.sourceHigh, row.sourceLow) : null);
        out.set(AttemptEvents.TARGET, row.target());
        name(AttemptEvents.TARGET_NAME, row.isOneTarget() ? hosts.text(row.targetHigh, row.targetLow) : null);
        out.set(AttemptEvents.WHAT, kind.what().word());
        out.set(AttemptEvents.SERVICE, kind.service());
        if (row.port != 0) {
            out.set(AttemptEvents.PORT, row.port);
        }
        if (technique != null) {
            out.set(AttemptEvents.TECHNIQUE, technique.id());
            out.set(AttemptEvents.TECHNIQUE_NAME, technique.name());
        }
        out.set(AttemptEvents.OUTCOME, row.outcome.name().toLowerCase(Locale.ROOT));
        out.set(AttemptEvents.COUNT, row.newCount);
        out.set(AttemptEvents.FAILED, row.newFailed);
        out.set(AttemptEvents.UNANSWERED, row.newUnanswered);
        out.set(AttemptEvents.SOURCES, row.sourceCount());
        out.set(AttemptEvents.TARGETS, row.targetCount());
        if (row.users.count() > 0) {
            out.set(AttemptEvents.USERS, row.users.count());
            out.beginList(AttemptEvents.USER_SAMPLE);
            for (String user : row.userSample) {
                byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
                out.add(bytes, 0, bytes.length);
            }
            out.endList();
        }
        out.set(AttemptEvents.FIRST_SEEN, row.newFirstNs);
        out.set(AttemptEvents.LAST_SEEN, row.lastNs);
        out.set(AttemptEvents.MERGED, row.width != Row.Width.PAIR);
        out.end();
    }

    private void name(Field field, @Nullable String name) {
        if (name != null) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            out.set(field, bytes, 0, bytes.length);
        }
    }

    private void passOn() throws IOException {
        for (int i = 0; i < made.count(); i++) {
            view.wrap(made, i);
            for (EventConsumer log : logs) {
                log.onEvent(view);
            }
        }
        made.restart();
    }
}
