package io.auscult.export.zeek;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.event.IpAddress;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import io.auscult.export.LogFile;
import io.auscult.export.OutputException;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as Zeek's {@code notice} log: {@code note} is {@code Auscult::} and the rule's name, {@code msg} what a person reads,
 * {@code sub} the incident and alert ids, {@code n} how many times. One thread.
 */
final class NoticeLog {
    private static final int ICMP = 1, TCP = 6, UDP = 17, ICMP6 = 58;

    private final boolean withPath;
    private final boolean iso;
    private final LogFile file;

    NoticeLog(boolean withPath, boolean iso, LogFile file) {
        this.withPath = withPath;
        this.iso = iso;
        this.file = file;
    }

    void write(Alert alert) throws OutputException {
        JsonLine line = file.lines();
        int root = line.open();
        if (withPath) {
            text(line, "_path", "notice");
        }
        line.key(new Key("ts"));
        if (iso) {
            line.isoTime(alert.timeNs(), "Z");
        } else {
            line.seconds(alert.timeNs());
        }
        connection(line, alert.connection());
        text(line, "note", note(alert.rule().id()));
        text(line, "msg", alert.rule().title() + ": " + alert.kind() + " by " + alert.actor());
        text(line, "sub", "incident " + alert.incidentId() + " alert " + alert.id());
        address(line, "src", alert.actor().ip());
        address(line, "dst", alert.target().ip());
        if (alert.ports().size() == 1) {
            line.key(new Key("p")).signed(alert.ports().getFirst());
        }
        line.key(new Key("n")).unsigned(alert.count());
        int actions = line.key(new Key("actions")).open();
        line.element().text("Notice::ACTION_LOG");
        line.closeArray(actions);
        line.closeObject(root);
        line.endLine();
        file.added();
    }

    private static void connection(JsonLine line, ConnectionRef connection) {
        IpAddress orig = connection.origHost();
        IpAddress resp = connection.respHost();
        if (orig == null || resp == null) {
            return;
        }
        line.key(new Key("uid")).uid(connection.uid());
        address(line, "id.orig_h", orig);
        line.key(new Key("id.orig_p")).unsigned(connection.origPort());
        address(line, "id.resp_h", resp);
        line.key(new Key("id.resp_p")).unsigned(connection.respPort());
        text(
                line,
                "proto",
                switch (connection.proto()) {
                    case TCP -> "tcp";
                    case UDP -> "udp";
                    case ICMP, ICMP6 -> "icmp";
                    default -> "unknown_transport";
                });
    }

    /** {@code scan.address_sweep} is {@code Auscult::Address_Sweep}. */
    static String note(String rule) {
        StringBuilder note = new StringBuilder("Auscult::");
        boolean begins = true;
        for (char c : rule.substring(rule.lastIndexOf('.') + 1).toCharArray()) {
            note.append(begins ? Character.toUpperCase(c) : c);
            begins = c == '_';
        }
        return note.toString();
    }

    private static void text(JsonLine line, String name, String text) {
        line.key(new Key(name)).text(text);
    }

    private static void address(JsonLine line, String name, @Nullable IpAddress address) {
        if (address != null) {
            line.key(new Key(name)).address(address.high(), address.low());
        }
    }
}
