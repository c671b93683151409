package io.auscult.export.hub;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Who did what on the hub: every post with its outcome, every change of tokens, kept in the database. Any thread. */
public final class Audit {
    /**
     * One line.
     *
     * @param atMicros when
     * @param member who; {@code operator} for commands on the hub's machine
     * @param token by which token, its name
     * @param address from where
     * @param action {@code post}, {@code token add} ...
     * @param subject which collection or token
     * @param objects how many were taken
     * @param refused how many were not
     * @param detail the status id or the like
     */
    public record Line(
            long atMicros,
            String member,
            String token,
            String address,
            String action,
            String subject,
            long objects,
            long refused,
            String detail) {}

    private final HubStore store;
    private final Clock clock;

    public Audit(HubStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What the operator did. */
    public void operator(String action, String subject, String detail) throws IOException {
        Line line = new Line(Micros.now(clock), "operator", "", "", action, subject, 0, 0, detail);
        store.write(connection -> write(connection, line));
    }

    static int write(Connection connection, Line line) throws SQLException {
        return HubStore.update(
                connection,
                "INSERT INTO hub_audit (at, member, token, address, action, subject, objects, refused, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                line.atMicros,
                line.member,
                line.token,
                line.address,
                line.action,
                line.subject,
                line.objects,
                line.refused,
                line.detail);
    }

    /** The newest, oldest of them first. */
    public List<Line> last(int most) throws IOException {
        return store.read(connection -> {
            List<Line> lines = new ArrayList<>();
            try (PreparedStatement query = HubStore.prepare(
                            connection,
                            "SELECT at, member, token, address, action, subject, objects, refused, detail FROM hub_audit"
                                    + " ORDER BY at DESC LIMIT ?",
                            most);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    lines.addFirst(new Line(
                            row.getLong(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getString(9)));
                }
            }
            return lines;
        });
    }
}
