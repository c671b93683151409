package io.auscult.app;

import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import java.util.Locale;

/** A protocol as one line of JSON: name, carriers, ports, events with their fields. */
final class ProtocolJson {
    private ProtocolJson() {}

    static String of(Protocol protocol) {
        StringBuilder out = new StringBuilder();
        text(out, "{\"name\":", protocol.name());
        out.append(",\"tcp\":").append(protocol.overTcp()).append(",\"udp\":").append(protocol.overUdp());
        out.append(",\"ports\":")
                .append(protocol.ports().toString().replace(" ", ""))
                .append(",\"events\":[");
        String before = "{\"name\":";
        for (EventType event : protocol.events()) {
            text(out, before, event.name());
            text(out, ",\"doc\":", event.doc());
            out.append(",\"log\":").append(event.isLog()).append(",\"fields\":[");
            String next = "{\"name\":";
            for (Field field : event.fields()) {
                text(out, next, field.name());
                text(out, ",\"kind\":", field.kind().name().toLowerCase(Locale.ROOT));
                text(out, ",\"doc\":", field.doc());
                out.append('}');
                next = ",{\"name\":";
            }
            out.append("]}");
            before = ",{\"name\":";
        }
        return out.append("]}").toString();
    }

    /** The texts are the program's own: letters, quotes and backslashes. */
    private static void text(StringBuilder out, String before, String value) {
        out.append(before).append('"');
        out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
}
