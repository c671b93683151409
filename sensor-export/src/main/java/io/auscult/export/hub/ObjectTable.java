package io.auscult.export.hub;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects in the database. Every one gets a time of its own at which it was added, later than all before it in the collection, so that whoever asks for what
 * came after a time misses nothing. Any thread.
 */
final class ObjectTable {
    private static final int PAGE_BYTES = 2 << 20; // bodies of one answer, about: a slow line brings them in time
    private static final int FETCH = 16; // rows with bodies that PostgreSQL sends at once
    private static final int BATCH = 256; // rows sent to the database, ids asked for at once
    private static final String WAS_ADDED = "somebody else's object";

    private final HubStore store;
    private final Clock clock;
    private final Retention retention;

    ObjectTable(HubStore store, Clock clock, Retention retention) {
        this.store = store;
        this.clock = clock;
        this.retention = retention;
    }

    /** Writes what belongs to the same transaction. */
    interface After {
        /** @param refusals by position why an object was refused; empty text for what was taken */
        void write(Connection connection, List<String> refusals) throws SQLException;
    }

    /** Adds what is not there yet, all of it in one transaction with the record of it. */
    void add(TaxiiCollection collection, String member, List<Posted> posted, After and) throws IOException {
        store.write(connection -> {
            Extent extent = Extent.read(connection, collection.id());
            List<String> refusals = insert(connection, collection.id(), member, posted, extent);
            retention.makeRoom(connection, collection.id(), extent);
            extent.write(connection);
            store.grew(connection, extent.objects());
            and.write(connection, refusals);
            return refusals;
        });
    }

    private List<String> insert(
            Connection connection, String collection, String member, List<Posted> posted, Extent extent)
            throws SQLException {
        Map<String, Known> known = known(connection, collection, posted);
        List<String> refusals = new ArrayList<>(posted.size());
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO hub_object (collection, added, id, version, type, member, body)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            int pending = 0;
            for (Posted one : posted) {
                String refusal = one.refusal();
                if (refusal == null) {
                    Known object = known.computeIfAbsent(one.id(), id -> new Known(member));
                    boolean isThere = object.versions.contains(one.version());
                    refusal = isThere || object.member.equals(member) ? "" : WAS_ADDED;
                    if (!isThere && refusal.isEmpty()) {
                        object.versions.add(one.version());
                        long added = extent.add(member, one.body().length, Micros.now(clock));
                        bind(insert, collection, added, one, member);
                        if (++pending % BATCH == 0) {
                            insert.executeBatch();
                        }
                    }
                }
                refusals.add(refusal);
            }
            if (pending % BATCH != 0) {
                insert.executeBatch();
            }
        }
        return refusals;
    }

    /** What is there of one id: another member's object cannot be changed; telling the same again does no harm. */
    private static final class Known {
        private final Set<Long> versions = new HashSet<>(2);
        private final String member;

        Known(String member) {
            this.member = member;
        }
    }

    private static Map<String, Known> known(Connection connection, String collection, List<Posted> posted)
            throws SQLException {
        List<String> ids = posted.stream()
                .filter(one -> one.refusal() == null)
                .map(Posted::id)
                .distinct()
                .toList();
        Map<String, Known> known = new HashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            StringBuilder sql =
                    new StringBuilder("SELECT o.id, o.version, o.member FROM hub_object o WHERE o.collection = ?");
            List<Object> values = new ArrayList<>(List.of(collection));
            in(sql, values, "o.id", ids.subList(from, Math.min(ids.size(), from + BATCH)));
            try (PreparedStatement look = HubStore.prepare(connection, sql.toString(), values.toArray());
                    ResultSet row = look.executeQuery()) {
                while (row.next()) {
                    String member = row.getString(3);
                    known.computeIfAbsent(row.getString(1), id -> new Known(member))
                            .versions
                            .add(row.getLong(2));
                }
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
            try (PreparedStatement query = HubStore.prepare(connection, sql.toString(), values.toArray())) {
                query.setFetchSize(withBody ? FETCH : 0);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        if (objects.size() == filter.limit() || bytes > PAGE_BYTES) {
                            return new Page(objects, true);
                        }
                        byte[] body = withBody ? row.getBytes(4) : new byte[0];
                        bytes += body.length;
                        objects.add(new Kept(row.getLong(1), row.getString(2), row.getLong(3), body));
                    }
                }
            }
            return new Page(objects, false);
        });
    }

    /** What became of a wish to remove an object. */
    enum Removal {
        DONE,
        ABSENT,
        OF_SOMEBODY_ELSE
    }

    /**
     * Removes versions of an object from the collection, for the member who wrote it.
     *
     * @param filter of one id
     * @param and is written when something was removed: how many
     */
    Removal remove(TaxiiCollection collection, String member, Filter filter, Removed and) throws IOException {
        StringBuilder sql = new StringBuilder(
                "SELECT o.added, o.member, LENGTH(o.body) FROM hub_object o WHERE o.collection = ? AND o.added > ?");
        List<Object> values = new ArrayList<>(List.of(collection.id(), filter.addedAfter()));
        in(sql, values, "o.id", filter.ids());
        versions(sql, values, filter.versions());
        return store.write(connection -> {
            List<Long> found = new ArrayList<>();
            long bytes = 0;
            try (PreparedStatement query = HubStore.prepare(connection, sql.toString(), values.toArray());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (!row.getString(2).equals(member)) {
                        return Removal.OF_SOMEBODY_ELSE;
                    }
                    found.add(row.getLong(1));
                    bytes += row.getLong(3);
                }
            }
            if (found.isEmpty()) {
                return Removal.ABSENT;
            }
            for (long added : found) {
                HubStore.update(
                        connection,
                        "DELETE FROM hub_object WHERE collection = ? AND added = ?",
                        collection.id(),
                        added);
            }
            Extent extent = Extent.read(connection, collection.id());
            extent.remove(member, found.size(), bytes);
            extent.write(connection);
            and.write(connection, found.size());
            return Removal.DONE;
        });
    }

    /** Writes what belongs to the same transaction. */
    interface Removed {
        void write(Connection connection, int count) throws SQLException;
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
