package io.auscult.export.zeek;

import io.auscult.core.event.Event;
import io.auscult.export.JsonLine;
import io.auscult.export.JsonLine.Key;
import org.jspecify.annotations.Nullable;

/** The members that every log's lines begin with. Immutable. */
final class CommonKeys {
    private final Key path = new Key("_path");
    private final Key ts = new Key("ts");
    private final Key uid = new Key("uid");
    private final Key origHost = new Key("id.orig_h");
    private final Key origPort = new Key("id.orig_p");
    private final Key respHost = new Key("id.resp_h");
    private final Key respPort = new Key("id.resp_p");

    /** @param name the log, null to leave it out */
    void write(JsonLine line, @Nullable String name, long timestampNs, boolean iso) {
        if (name != null) {
            line.key(path);
            line.text(name);
        }
        line.key(ts);
        ZeekLog.time(line, timestampNs, iso);
    }

    void connection(JsonLine line, Event event) {
        line.key(uid);
        line.uid(event.uid());
        hosts(
                line,
                event.origHigh(),
                event.origLow(),
                event.origPort(),
                event.respHigh(),
                event.respLow(),
                event.respPort());
    }

    void uid(JsonLine line, long value) {
        line.key(uid);
        line.uid(value);
    }

    void hosts(JsonLine line, long origHigh, long origLow, int orig, long respHigh, long respLow, int resp) {
        line.key(origHost);
        line.address(origHigh, origLow);
        line.key(origPort);
        line.unsigned(orig);
        line.key(respHost);
        line.address(respHigh, respLow);
        line.key(respPort);
        line.unsigned(resp);
    }
}
