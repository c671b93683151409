package io.auscult.export.hub;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the database within its bounds. What is old goes by and by; where a collection holds too much, the oldest goes of the member who holds most, so that nobody
 * can push out what others wrote. Who wrote something, how it is marked and which technique it was are told once and referred to ever after: they go for want of room
 * only. Any thread.
 */
final class Retention {
    private static final int BATCH = 500; // rows of one transaction or step: members' posts come in between
    private static final int STEPS = 100; // of a post: where the bounds were lowered, the rest goes by and by
    private static final long STATUS = 2 * Micros.DAY; // TAXII 2.1 section 4.3.1 wants a day at least
    private static final long STATUS_BYTES = 256 << 20; // of all statuses; the oldest go
    private static final long AUDIT = 730 * Micros.DAY;
    private static final long AUDIT_LINES = 5_000_000;
    private static final String REFERRED_TO =
            "type NOT IN ('identity', 'marking-definition', 'extension-definition', 'attack-pattern')";

    private final HubStore store;
    private final Clock clock;
    private final HubSettings.Keeping keeping;
    private final long statusBytes;

    Retention(HubStore store, Clock clock, HubSettings.Keeping keeping) {
        this(store, clock, keeping, STATUS_BYTES);
    }

    /** @param statusBytes of all statuses */
    Retention(HubStore store, Clock clock, HubSettings.Keeping keeping, long statusBytes) {
        this.statusBytes = statusBytes;
        this.store = store;
        this.clock = clock;
        this.keeping = keeping;
    }

    /** Removes what there is too much of. To be called in the transaction that added. */
    void makeRoom(Connection connection, String collection, Extent extent) throws SQLException {
        makeRoom(connection, collection, extent, STEPS);
    }

    private void makeRoom(Connection connection, String collection, Extent extent, int steps) throws SQLException {
        for (int step = 0; step < steps && isTooMuch(extent); step++) {
            boolean byBytes = extent.bytes() > keeping.bytes();
            String member = extent.largest(byBytes);
            long tooMany = byBytes ? BATCH : Math.min(BATCH, extent.objects() - keeping.objects());
            long tooLong = byBytes ? extent.bytes() - keeping.bytes() : Long.MAX_VALUE;
            if (!removeOldest(connection, collection, extent, member, REFERRED_TO, tooMany, tooLong)
                    && !removeOldest(connection, collection, extent, member, "1 = 1", tooMany, tooLong)) {
                throw new SQLException("the collection is full, and nothing of " + member + " can go");
            }
        }
    }

    private boolean isTooMuch(Extent extent) {
        return extent.objects() > keeping.objects() || extent.bytes() > keeping.bytes();
    }

    private static boolean removeOldest(
            Connection connection,
            String collection,
            Extent extent,
            String member,
            String which,
            long objects,
            long bytes)
            throws SQLException {
        long last = 0;
        long count = 0;
        long length = 0;
        try (PreparedStatement query = HubStore.prepare(
                        connection,
                        "SELECT added, LENGTH(body) FROM hub_object WHERE collection = ? AND member = ? AND " + which
                                + " ORDER BY added LIMIT ?",
                        collection,
                        member,
                        objects);
                ResultSet row = query.executeQuery()) {
            while (length < bytes && row.next()) {
                last = row.getLong(1);
                count++;
                length += row.getLong(2);
            }
        }
        if (count == 0) {
            return false;
        }
        try (PreparedStatement delete = HubStore.prepare(
                connection,
                "DELETE FROM hub_object WHERE collection = ? AND member = ? AND added <= ? AND " + which,
                collection,
                member,
                last)) {
            delete.executeUpdate();
        }
        extent.remove(member, count, length);
        return true;
    }

    /** Removes what is old. May take a while. */
    void tidy(List<TaxiiCollection> collections) throws IOException {
        long now = Micros.now(clock);
        for (TaxiiCollection collection : collections) {
            boolean isMore = keeping.days() > 0;
            while (isMore) {
                isMore = removeBefore(collection.id(), now - keeping.days() * Micros.DAY);
            }
            do {
                isMore = removeSurplus(collection.id());
            } while (isMore);
        }
        store.write(connection -> {
            HubStore.update(connection, "DELETE FROM hub_status WHERE created < ?", now - STATUS);
            HubStore.update(
                    connection,
                    "DELETE FROM hub_status WHERE created <= (SELECT MAX(created) FROM (SELECT created,"
                            + " SUM(LENGTH(body)) OVER (ORDER BY created DESC, id) AS bytes FROM hub_status) AS sums"
                            + " WHERE bytes > ?)",
                    statusBytes);
            HubStore.update(connection, "DELETE FROM hub_audit WHERE at < ?", now - AUDIT);
            return HubStore.update(
                    connection,
                    "DELETE FROM hub_audit WHERE at <= (SELECT at FROM hub_audit ORDER BY at DESC LIMIT 1 OFFSET ?)",
                    AUDIT_LINES);
        });
    }

    /** What lower bounds than before leave no room for. @return whether there is more */
    private boolean removeSurplus(String collection) throws IOException {
        boolean isMuch = store.read(connection -> isTooMuch(Extent.read(connection, collection)));
        return isMuch
                && store.write(connection -> {
                    Extent extent = Extent.read(connection, collection);
                    makeRoom(connection, collection, extent, 1);
                    extent.write(connection);
                    return isTooMuch(extent);
                });
    }

    /** @return whether there may be more */
    private boolean removeBefore(String collection, long added) throws IOException {
        return store.write(connection -> {
            Map<String, long[]> gone = new LinkedHashMap<>(); // by member: objects, bytes
            long last = 0;
            int count = 0;
            try (PreparedStatement query = HubStore.prepare(
                            connection,
                            "SELECT added, member, LENGTH(body) FROM hub_object WHERE collection = ? AND added < ? AND "
                                    + REFERRED_TO + " ORDER BY added LIMIT ?",
                            collection,
                            added,
                            BATCH);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    last = row.getLong(1);
                    count++;
                    long[] sums = gone.computeIfAbsent(row.getString(2), member -> new long[2]);
                    sums[0]++;
                    sums[1] += row.getLong(3);
                }
            }
            if (count > 0) {
                HubStore.update(
                        connection,
                        "DELETE FROM hub_object WHERE collection = ? AND added <= ? AND " + REFERRED_TO,
                        collection,
                        last);
                Extent extent = Extent.read(connection, collection);
                gone.forEach((member, sums) -> extent.remove(member, sums[0], sums[1]));
                extent.write(connection);
            }
            return count == BATCH;
        });
    }
}
