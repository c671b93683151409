package io.auscult.export.hub;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a collection holds of whom, and when it was added to last: read and written within one transaction, so that it says what the objects say. One call.
 */
final class Extent {
    /** Of one member. */
    private static final class Holding {
        private long added; // also of what is gone: times never go back
        private long objects;
        private long bytes;
    }

    private final String collection;
    private final Map<String, Holding> byMember = new LinkedHashMap<>(); // as many as ever wrote
    private long lastAdded;

    private Extent(String collection) {
        this.collection = collection;
    }

    static Extent read(Connection connection, String collection) throws SQLException {
        Extent extent = new Extent(collection);
        try (PreparedStatement query = HubStore.prepare(
                        connection,
                        "SELECT member, added, objects, bytes FROM hub_extent WHERE collection = ?",
                        collection);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Holding holding = extent.of(row.getString(1));
                holding.added = row.getLong(2);
                extent.lastAdded = Math.max(extent.lastAdded, holding.added);
                holding.objects = row.getLong(3);
                holding.bytes = row.getLong(4);
            }
        }
        return extent;
    }

    void write(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "INSERT INTO hub_extent (collection, member, added, objects, bytes) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (collection, member) DO UPDATE"
                        + " SET added = excluded.added, objects = excluded.objects, bytes = excluded.bytes")) {
            for (Map.Entry<String, Holding> one : byMember.entrySet()) {
                update.setString(1, collection);
                update.setString(2, one.getKey());
                update.setLong(3, one.getValue().added);
                update.setLong(4, one.getValue().objects);
                update.setLong(5, one.getValue().bytes);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private Holding of(String member) {
        return byMember.computeIfAbsent(member, name -> new Holding());
    }

    /** Counts an object that is added. @return its time, later than all before it */
    long add(String member, int length, long nowMicros) {
        lastAdded = Math.max(lastAdded + 1, nowMicros);
        Holding holding = of(member);
        holding.added = lastAdded;
        holding.objects++;
        holding.bytes += length;
        return lastAdded;
    }

    void remove(String member, long objects, long bytes) {
        Holding holding = of(member);
        holding.objects -= objects;
        holding.bytes -= bytes;
    }

    long objects() {
        return byMember.values().stream().mapToLong(one -> one.objects).sum();
    }

    long bytes() {
        return byMember.values().stream().mapToLong(one -> one.bytes).sum();
    }

    /** Who holds most of what there is too much of; empty when nobody holds anything. */
    String largest(boolean byBytes) {
        return byMember.entrySet().stream()
                .filter(one -> one.getValue().objects > 0)
                .max(Comparator.comparingLong(one -> byBytes ? one.getValue().bytes : one.getValue().objects))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
