package io.auscult.export.hub;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The tokens in the database: hashes only. Any thread. */
public final class TokenTable {
    private static final int MOST = 10_000; // that count

    private final HubStore store;
    private final Clock clock;

    public TokenTable(HubStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes a token. @return its text, which is nowhere kept */
    public String add(String member, Set<String> reads, Set<String> writes) throws IOException {
        String text = Token.random(new SecureRandom());
        Token token = Token.of(text, member, reads, writes, Micros.now(clock));
        if (valid().size() >= MOST) {
            throw new IOException("tokens: " + MOST + " (expected: fewer; revoke those that nobody needs)");
        }
        store.write(connection -> HubStore.update(
                connection,
                "INSERT INTO hub_token (hash, name, member, reads, writes, created) VALUES (?, ?, ?, ?, ?, ?)",
                token.hash(),
                token.name(),
                member,
                String.join(",", new TreeSet<>(reads)),
                String.join(",", new TreeSet<>(writes)),
                token.createdMicros()));
        return text;
    }

    /** Also revoked ones; by member and age. */
    public List<Token> all() throws IOException {
        return tokens("");
    }

    /** Those that count. */
    List<Token> valid() throws IOException {
        return tokens(" WHERE revoked IS NULL");
    }

    private List<Token> tokens(String which) throws IOException {
        return store.read(connection -> {
            List<Token> all = new ArrayList<>();
            try (PreparedStatement query = HubStore.prepare(
                            connection,
                            "SELECT hash, name, member, reads, writes, created, revoked FROM hub_token" + which
                                    + " ORDER BY member, created");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    long revoked = row.getLong(7);
                    boolean counts = row.wasNull();
                    all.add(new Token(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            words(row.getString(4)),
                            words(row.getString(5)),
                            row.getLong(6),
                            counts ? null : revoked));
                }
            }
            return all;
        });
    }

    private static Set<String> words(String list) {
        return list.isEmpty() ? Set.of() : Set.of(list.split(","));
    }

    /**
     * Ends the token of that name, or every token of that member.
     *
     * @return how many ended
     */
    public int revoke(String nameOrMember) throws IOException {
        return store.write(connection -> HubStore.update(
                connection,
                "UPDATE hub_token SET revoked = ? WHERE revoked IS NULL AND (name = ? OR member = ?)",
                Micros.now(clock),
                nameOrMember,
                nameOrMember));
    }
}
