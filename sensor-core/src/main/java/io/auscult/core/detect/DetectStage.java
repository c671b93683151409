package io.auscult.core.detect;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each event to the detectors that want its type, in the order of their list, and alerts that were told as {@link #NOTICE} events to those that want them. Runs on the detect thread. A detector that throws is a
 * defect: counted as {@link Counter#DETECTOR_CRASHES}, the others and the stage go on; the first crash is kept for health.
 */
public final class DetectStage implements EventConsumer {
    /** An alert of a detector, as an event: given to the detectors that want it after the event that raised it. What these raise themselves is no notice. */
    public static final EventType NOTICE = Notices.NOTICE;

    private static final Detector[] NOBODY = {};

    private final List<Detector> detectors;
    private final AlertSink alerts;
    private final Counters counters;
    private final IdentityHashMap<EventType, Detector[]> wanted = new IdentityHashMap<>();
    private @Nullable EventType lastType;
    private Detector[] lastWanted = NOBODY;
    private final Notices notices;
    private final Detector[] noticing;
    private final Event notice = new Event();
    private @Nullable Detector running;
    private long nowNs;
    private volatile @Nullable String firstCrash;

    public DetectStage(List<? extends Detector> detectors, AlertSink alerts, Counters counters) {
        this.detectors = List.copyOf(detectors);
        this.alerts = alerts;
        this.counters = counters;
        IdentityHashMap<EventType, List<Detector>> lists = new IdentityHashMap<>();
        for (Detector detector : this.detectors) {
            for (EventType type : detector.wants()) {
                lists.computeIfAbsent(type, t -> new ArrayList<>()).add(detector);
            }
        }
        lists.forEach((type, list) -> wanted.put(type, list.toArray(NOBODY)));
        notices = new Notices(counters);
        noticing = wanted.getOrDefault(NOTICE, NOBODY);
    }

    /** An alert was told. To be called by the sink that decides so, within the call of {@link AlertSink#raise}. */
    public void noticed(Alert alert) {
        if (noticing.length > 0 && !isNoticing(running)) {
            notices.add(alert);
        }
    }

    private void passNotices() {
        if (notices.isEmpty()) {
            return;
        }
        EventBlock block = notices.take();
        for (int i = 0; i < block.count(); i++) {
            notice.wrap(block, i);
            for (Detector detector : noticing) {
                running = detector;
                try {
                    detector.onEvent(notice, alerts);
                } catch (RuntimeException e) {
                    crashed(detector, e);
                }
            }
        }
    }

    private boolean isNoticing(@Nullable Detector detector) {
        for (Detector each : noticing) {
            if (each == detector) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean wants(EventType type) {
        return wanted.containsKey(type);
    }

    @Override
    public void onEvent(Event event) {
        EventType type = event.type();
        if (type != lastType) {
            lastType = type;
            Detector[] found = wanted.get(type);
            lastWanted = found == null ? NOBODY : found;
        }
        nowNs = Math.max(nowNs, event.timestampNs());
        for (Detector detector : lastWanted) {
            running = detector;
            try {
                detector.onEvent(event, alerts);
            } catch (RuntimeException e) {
                crashed(detector, e);
            }
        }
        passNotices();
    }

    @Override
    public void onBlockEnd(long blockNowNs) {
        nowNs = Math.max(nowNs, blockNowNs);
        for (Detector detector : detectors) {
            running = detector;
            try {
                detector.onTime(nowNs, alerts);
            } catch (RuntimeException e) {
                crashed(detector, e);
            }
            passNotices();
        }
    }

    @Override
    public void onEnd() {
        for (Detector detector : detectors) {
            running = detector;
            try {
                detector.onEnd(nowNs, alerts);
            } catch (RuntimeException e) {
                crashed(detector, e);
            }
            passNotices();
        }
    }

    private void crashed(Detector detector, RuntimeException e) {
        counters.increment(Counter.DETECTOR_CRASHES);
        if (firstCrash == null) {
            StackTraceElement[] trace = e.getStackTrace();
            firstCrash = detector.getClass().getSimpleName() + ": " + e + (trace.length == 0 ? "" : " at " + trace[0]);
        }
    }

    /** What the first crash was, for health; null when there was none. Any thread. */
    public @Nullable String firstCrash() {
        return firstCrash;
    }
}
