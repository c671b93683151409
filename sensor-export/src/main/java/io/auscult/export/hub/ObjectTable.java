package io.auscult.export.hub;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects in the database. Every one gets a time of its own at which it was added, later than all before it in the collection, so that whoever asks for what
 * came after a time misses nothing. Any thread.
 */
final class ObjectTable {
    private static final int PAGE_BYTES = 8 << 20; // bodies of one answer, about
    private static final int BATCH = 256; // rows sent to the database at once
    private static final String WAS_ADDED = "somebody else's object";
    private static final String FULL = "the collection is full";

    private final HubStore store;
    private final Clock clock;
    private final long most;
    private final Map<String, Tail> tails = new HashMap<>(); // by collection; touched in HubStore.write alone

    /** Where a collection ends. */
    private static final class Tail {
        private long added;
        private long count;
    }

    /** @param collectionObjects most objects of a collection */
    ObjectTable(HubStore store, Clock clock, long collectionObjects) {
        this.store = store;
        this.clock = clock;
        this.most = collectionObjects;
    }

    /**
     * Adds what is not there yet, all of it in one transaction with the record of it.
     *
     * @param and what is to be written with it
     * @return by position why an object was refused; empty text for what was taken
     */
    List<String> add(TaxiiCollection collection, String member, List<Posted> posted, After and) throws IOException {
        return store.write(connection -> {
            Tail tail = tails.remove(collection.id()); // put back when all went well
            if (tail == null) {
                tail = tail(connection, collection.id());
            }
            Tail grown = new Tail();
            grown.added = tail.added;
            grown.count = tail.count;
            List<String> refusals = insert(connection, collection.id(), member, posted, grown);
            and.write(connection, refusals);
            tails.put(collection.id(), grown);
            return refusals;
        });
    }

    /** Writes what belongs to the same transaction. */
    interface After {
        void write(Connection connection, List<String> refusals) throws SQLException;
    }

    private static Tail tail(Connection connection, String collection) throws SQLException {
        try (PreparedStatement query = HubStore.prepare(
                        connection,
                        "SELECT COALESCE(MAX(added), 0), COUNT(*) FROM hub_object WHERE collection = ?",
                        collection);
                ResultSet row = query.executeQuery()) {
            Tail tail = new Tail();
            if (row.next()) {
                tail.added = row.getLong(1);
                tail.count = row.getLong(2);
            }
            return tail;
        }
    }

    private List<String> insert(Connection connection, String collection, String member, List<Posted> posted, Tail tail)
            throws SQLException {
        List<String> refusals = new ArrayList<>(posted.size());
        Map<String, Known> known = new HashMap<>();
        try (PreparedStatement look = connection.prepareStatement(
                        "SELECT version, member FROM hub_object WHERE collection = ? AND id = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO hub_object (collection, added, id, version, type, member, body)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            int pending = 0;
            for (Posted one : posted) {
                String refusal = one.refusal();
                if (refusal == null) {
                    Known object = known.get(one.id());
                    if (object == null) {
                        object = known(look, collection, one.id());
                        known.put(one.id(), object);
                    }
                    refusal = object.refusal(one, member);
                    if (refusal == null && !object.versions.contains(one.version())) {
                        if (tail.count >= most) {
                            refusal = FULL;
                        } else {
                            object.versions.add(one.version());
                            object.member = member;
                            tail.added = Math.max(tail.added + 1, Micros.now(clock));
                            tail.count++;
                            bind(insert, collection, tail.added, one, member);
                            if (++pending == BATCH) {
                                insert.executeBatch();
                                pending = 0;
                            }
                        }
                    }
                }
                refusals.add(refusal == null ? "" : refusal);
            }
            if (pending > 0) {
                insert.executeBatch();
            }
        }
        return refusals;
    }

    /** What is there of one id. */
    private static final class Known {
        private final List<Long> versions = new ArrayList<>(2);
        private String member = "";

        /** Another member's object cannot be changed; telling the same again does no harm. */
        @org.jspecify.annotations.Nullable
        String refusal(Posted one, String by) {
            return member.isEmpty() || member.equals(by) || versions.contains(one.version()) ? null : WAS_ADDED;
        }
    }

    private static Known known(PreparedStatement look, String collection, String id) throws SQLException {
        look.setString(1, collection);
        look.setString(2, id);
        Known known = new Known();
        try (ResultSet row = look.executeQuery()) {
            while (row.next()) {
                known.versions.add(row.getLong(1));
                known.member = row.getString(2);
            }
        }
        return known;
    }

    private static void bind(PreparedStatement insert, String collection, long added, Posted one, String member)
            throws SQLException {
        insert.setString(1, collection);
        insert.setLong(2, added);
        insert.setString(3, one.id());
        insert.setLong(4, one.version());
        insert.setString(5, one.type());
        insert.setString(6, member);
        insert.setBytes(7, one.body());
        insert.addBatch();
    }

    /**
     * In the order in which they were added.
     *
     * @param more whether there are further ones
     */
    record Page(List<Kept> objects, boolean more) {}

    /** @param withBody else bodies are empty */
    Page page(TaxiiCollection collection, Filter filter, boolean withBody) throws IOException {
        StringBuilder sql = new StringBuilder("SELECT o.added, o.id, o.version")
                .append(withBody ? ", o.body" : "")
                .append(" FROM hub_object o WHERE o.collection = ? AND o.added > ?");
        List<Object> values = new ArrayList<>(List.of(collection.id(), filter.addedAfter()));
        in(sql, values, "o.id", filter.ids());
        in(sql, values, "o.type", filter.types());
        versions(sql, values, filter.versions());
        sql.append(" ORDER BY o.added LIMIT ?");
        values.add(filter.limit() + 1);
        return store.read(connection -> {
            List<Kept> objects = new ArrayList<>();
            long bytes = 0;
            try (PreparedStatement query = HubStore.prepare(connection, sql.toString(), values.toArray());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (objects.size() == filter.limit() || bytes > PAGE_BYTES) {
                        return new Page(objects, true);
                    }
                    byte[] body = withBody ? row.getBytes(4) : new byte[0];
                    bytes += body.length;
                    objects.add(new Kept(row.getLong(1), row.getString(2), row.getLong(3), body));
                }
            }
            return new Page(objects, false);
        });
    }

    private static void in(StringBuilder sql, List<Object> values, String column, List<String> words) {
        if (!words.isEmpty()) {
            sql.append(" AND ")
                    .append(column)
                    .append(" IN (?")
                    .append(", ?".repeat(words.size() - 1))
                    .append(')');
            values.addAll(words);
        }
    }

    private static void versions(StringBuilder sql, List<Object> values, List<String> versions) {
        if (versions.contains("all")) {
            return;
        }
        String other =
                "NOT EXISTS (SELECT 1 FROM hub_object n WHERE n.collection = o.collection AND n.id = o.id AND n.version %s o.version)";
        List<String> terms = new ArrayList<>();
        for (String version : versions.isEmpty() ? List.of("last") : versions) {
            switch (version) {
                case "last" -> terms.add(other.formatted(">"));
                case "first" -> terms.add(other.formatted("<"));
                default -> {
                    terms.add("o.version = ?");
                    values.add(Long.valueOf(version));
                }
            }
        }
        sql.append(" AND (").append(String.join(" OR ", terms)).append(')');
    }
}
