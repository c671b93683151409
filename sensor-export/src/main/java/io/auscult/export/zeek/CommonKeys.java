package io.auscult.export.zeek;

import io.auscult.core.event.Event;
import io.auscult.export.JsonBytes;
import io.auscult.export.JsonBytes.Key;

/** The members that every log's lines begin with. Immutable. */
final class CommonKeys {
    /** What they need at most. */
    static final int ROOM = 8 * (JsonBytes.SCALAR + 24);

    final Key ts = new Key("ts");
    private final Key uid = new Key("uid");
    private final Key origHost = new Key("id.orig_h");
    private final Key origPort = new Key("id.orig_p");
    private final Key respHost = new Key("id.resp_h");
    private final Key respPort = new Key("id.resp_p");

    int time(byte[] out, int at, long ns, boolean iso) {
        return iso ? JsonBytes.isoTime(out, at, ns, "Z") : JsonBytes.seconds(out, at, ns);
    }

    int connection(byte[] out, int at, Event event) {
        int end = JsonBytes.key(out, at, uid);
        end = JsonBytes.uid(out, end, event.uid());
        end = JsonBytes.key(out, end, origHost);
        end = JsonBytes.address(out, end, event.origHigh(), event.origLow());
        end = JsonBytes.key(out, end, origPort);
        end = JsonBytes.unsigned(out, end, event.origPort());
        end = JsonBytes.key(out, end, respHost);
        end = JsonBytes.address(out, end, event.respHigh(), event.respLow());
        end = JsonBytes.key(out, end, respPort);
        return JsonBytes.unsigned(out, end, event.respPort());
    }
}
