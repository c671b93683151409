package io.auscult.export.hub;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

/** The collections in the database. Any thread. */
public final class CollectionTable {
    /** There is room for a page of them in an answer. */
    static final int MOST = 1_000;

    private final HubStore store;

    public CollectionTable(HubStore store) {
        this.store = store;
    }

    /** By root and alias. */
    public List<TaxiiCollection> all() throws IOException {
        return store.read(connection -> {
            List<TaxiiCollection> all = new ArrayList<>();
            try (PreparedStatement query = HubStore.prepare(
                            connection, "SELECT id, root, alias, title FROM hub_collection ORDER BY root, alias");
                    ResultSet row = query.executeQuery()) {
                while (row.next() && all.size() < MOST) {
                    all.add(new TaxiiCollection(
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
                }
            }
            return all;
        });
    }

    /** @return whether it is new; one that is there already keeps its title */
    public boolean add(TaxiiCollection collection) throws IOException {
        if (all().size() >= MOST) {
            throw new IOException("collections: " + MOST + " (expected: fewer)");
        }
        return store.write(connection -> HubStore.update(
                        connection,
                        "INSERT INTO hub_collection (id, root, alias, title) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        collection.id(),
                        collection.root(),
                        collection.alias(),
                        collection.title())
                == 1);
    }
}
