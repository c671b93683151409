package io.auscult.rules.attempt;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of anyway, for what and at which targets: what they try is no attempt below an alarm. An alarm speaks for the targets it names, or for all when it has more than it names; a scan for
 * contacts, other alarms for their techniques and their rule. Forgotten {@link #LASTING_NS} after the last. At most {@link #MOST}, the longest idle goes. Detect thread.
 */
final class Alarms {
    static final int MOST = 8_192;
    static final long LASTING_NS = 24 * 3_600_000_000_000L;

    private static final String SCAN = "scan";
    private static final String GUESSING = "T1110";
    private static final String USERS_LOOKED_FOR = "T1087";

    private static final long SCAN_HASH = hash(SCAN);

    private final StateTable<Alarm> alarms;

    private static final class Alarm implements State {
        private final DistinctCounter targets = new DistinctCounter(256, 8);
        private boolean all;
        private long lastNs;

        @Override
        public void clear() {
            targets.clear();
            all = false;
            lastNs = 0;
        }
    }

    Alarms(Counters counters) {
        alarms = new StateTable<>(MOST, 3, counters, Alarm::new);
    }

    void add(Alert alert, IpAddress actor) {
        Set<String> topics = new LinkedHashSet<>();
        topics.add(alert.rule().id());
        if (alert.rule().area().equals(SCAN)) {
            topics.add(SCAN);
        }
        for (Technique technique : alert.rule().techniques()) {
            String family = family(technique.id());
            topics.add(family.equals(USERS_LOOKED_FOR) ? GUESSING : family);
            topics.add(family);
        }
        for (String topic : topics) {
            Alarm alarm = alarms.at(actor.high(), actor.low(), hash(topic));
            if (alert.timeNs() - alarm.lastNs > LASTING_NS) {
                alarm.clear();
            }
            alarm.lastNs = Math.max(alarm.lastNs, alert.lastSeenNs());
            alarm.all |= alert.targetCount() > alert.targets().size()
                    || alert.targets().isEmpty() && alert.target().ip() == null;
            for (IpAddress target : alert.targets()) {
                alarm.targets.add(Mix.of(target.high(), target.low()));
            }
            IpAddress target = alert.target().ip();
            if (target != null) {
                alarm.targets.add(Mix.of(target.high(), target.low()));
            }
        }
    }

    boolean cover(Row row, Kind kind) {
        return switch (row.width) {
            case PAIR -> cover(row.sourceHigh, row.sourceLow, row.targetHigh, row.targetLow, false, kind, row.lastNs);
            case TARGET_NETWORK, SOURCE -> cover(row.sourceHigh, row.sourceLow, 0, 0, true, kind, row.lastNs);
            case SOURCE_NETWORK, ALL -> false;
        };
    }

    boolean cover(long sourceHigh, long sourceLow, long targetHigh, long targetLow, Kind kind, long nowNs) {
        return cover(sourceHigh, sourceLow, targetHigh, targetLow, false, kind, nowNs);
    }

    private boolean cover(
            long sourceHigh, long sourceLow, long targetHigh, long targetLow, boolean many, Kind kind, long nowNs) {
        if (alarms.size() == 0) {
            return false;
        }
        if (kind.what() == Kind.What.CONNECTION
                && cover(alarms.find(sourceHigh, sourceLow, SCAN_HASH), targetHigh, targetLow, many, nowNs)) {
            return true;
        }
        return cover(alarms.find(sourceHigh, sourceLow, kind.topic()), targetHigh, targetLow, many, nowNs);
    }

    private static boolean cover(@Nullable Alarm alarm, long targetHigh, long targetLow, boolean many, long nowNs) {
        return alarm != null
                && nowNs - alarm.lastNs <= LASTING_NS
                && (alarm.all || !many && alarm.targets.contains(Mix.of(targetHigh, targetLow)));
    }

    /** What an alarm has to be about to speak for this kind. */
    static long topic(Kind.What what, String service, String technique) {
        return hash(what == Kind.What.FINDING ? service : family(technique));
    }

    private static String family(String technique) {
        int dot = technique.indexOf('.');
        return dot < 0 ? technique : technique.substring(0, dot);
    }

    private static long hash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 0x100000001B3L;
        }
        return Mix.of(hash);
    }
}
