package io.auscult.core.detect;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Alerts of detectors as events, so that rules can combine them with others. Its connection is the alert's: the actor as originator, the (first) target as responder. Detect thread. At most
 * {@link #MOST} wait at the same time; what comes beyond is not combined.
 */
final class Notices {
    static final EventType NOTICE = EventType.of(
            "notice",
            "A detector raised an alert: id.orig_h is who acts, id.resp_h (the first of) whom it is done to. For rules; what people are told lies in notice.log.");

    static final Field NOTE = NOTICE.text("note", "The id of the detection, such as scan.port_scan.");
    static final Field MSG = NOTICE.text("msg", "What exactly, in words.");
    static final Field AREA = NOTICE.text("area", "The area of the detection: scan, identity, lateral.");
    static final Field LEVEL = NOTICE.text("level", "informational, low, medium, high or critical.");
    static final Field CONFIDENCE = NOTICE.text("confidence", "low, medium or high.");
    static final Field OUTCOME = NOTICE.text("outcome", "attempted, failed, succeeded or unknown.");
    static final Field TECHNIQUES = NOTICE.textList("techniques", "ATT&CK techniques, by id.");
    static final Field USER = NOTICE.text("user", "The user or account that acts, where known.");
    static final Field COUNT = NOTICE.count("n", "How many times so far.");
    static final Field TARGETS = NOTICE.count("targets", "How many targets so far.");

    private static final int MOST = 1_024;

    private final EventBlock waiting = new EventBlock();
    private final EventBlock given = new EventBlock();
    private final EventWriter out;
    private final ConnectionId connection = new ConnectionId();

    Notices(Counters counters) {
        out = new EventWriter(counters);
        waiting.begin(0);
        given.begin(0);
    }

    boolean isEmpty() {
        return waiting.count() == 0;
    }

    void add(Alert alert) {
        if (waiting.count() >= MOST) {
            return;
        }
        out.into(waiting);
        out.at(alert.timeNs(), alert.connection().packetNumber());
        out.connection(connection(alert));
        out.begin(NOTICE);
        out.set(NOTE, alert.rule().id());
        out.set(MSG, alert.kind());
        out.set(AREA, alert.rule().area());
        out.set(LEVEL, word(alert.level()));
        out.set(CONFIDENCE, word(alert.confidence()));
        out.set(OUTCOME, word(alert.outcome()));
        out.beginList(TECHNIQUES);
        for (Technique technique : alert.rule().techniques()) {
            out.add(technique.id());
        }
        out.endList();
        if (alert.actor().user() != null) {
            out.set(USER, alert.actor().user());
        }
        out.set(COUNT, alert.count());
        out.set(TARGETS, alert.targetCount());
        out.end();
    }

    private @Nullable ConnectionId connection(Alert alert) {
        IpAddress actor = alert.actor().ip();
        if (actor == null) {
            return null;
        }
        ConnectionRef ref = alert.connection();
        IpAddress target = alert.target().ip();
        boolean isSame = actor.equals(ref.origHost()) && (target == null || target.equals(ref.respHost()));
        connection.uid = ref.uid();
        connection.origHigh = actor.high();
        connection.origLow = actor.low();
        connection.respHigh = target == null ? 0 : target.high();
        connection.respLow = target == null ? 0 : target.low();
        connection.origPort = isSame ? ref.origPort() : 0;
        connection.respPort = isSame ? ref.respPort() : 0;
        connection.proto = ref.proto();
        connection.vlan = ref.vlan();
        connection.innerVlan = ref.innerVlan();
        connection.iface = ref.iface();
        return connection;
    }

    /** Those that wait, for {@link Event#wrap}; gone with the next call. */
    EventBlock take() {
        given.restart();
        Event view = new Event();
        for (int i = 0; i < waiting.count(); i++) {
            view.wrap(waiting, i);
            given.add(view);
        }
        waiting.restart();
        return given;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
