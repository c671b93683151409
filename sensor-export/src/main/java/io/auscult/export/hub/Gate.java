package io.auscult.export.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in: knows the tokens that count, and how much each member and each guessing address may ask. Tokens are read anew every {@link #REFRESH_S} seconds, so
 * that one that was revoked ends by then. Any thread.
 */
final class Gate {
    static final int REFRESH_S = 2;
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final int MOST_ADDRESSES = 4_096; // that guessed lately; further ones share one rate
    private static final int GUESSES_PER_SECOND = 5;
    private static final int MOST_HEADER = 512; // characters

    private final TokenTable table;
    private final HubSettings.Limits limits;
    private final LongSupplier nanoTime;
    private final Map<String, Rate> requests = new ConcurrentHashMap<>(); // by member: as many as there are tokens
    private final Map<String, Rate> objects = new ConcurrentHashMap<>();
    private final LinkedHashMap<String, Rate> guesses = new LinkedHashMap<>(); // by address
    private final Rate otherGuesses;
    private volatile Map<String, Token> tokens = Map.of();

    Gate(TokenTable table, HubSettings.Limits limits, LongSupplier nanoTime) throws IOException {
        this.table = table;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.otherGuesses = new Rate(GUESSES_PER_SECOND, nanoTime.getAsLong());
        refresh();
    }

    /** Reads the tokens anew; on a thread that may wait. */
    void refresh() throws IOException {
        Map<String, Token> now = new HashMap<>();
        for (Token token : table.valid()) {
            now.put(token.hash(), token);
        }
        tokens = Map.copyOf(now);
    }

    void refreshQuietly() {
        try {
            refresh();
        } catch (IOException | RuntimeException e) { // what was known stays in force
            LOG.warn("hub: tokens could not be read: {}", e.getMessage());
        }
    }

    /** Whose request it is by its Authorization header; null for nobody's. */
    @Nullable
    Token token(@Nullable String authorization) {
        if (authorization == null || authorization.length() > MOST_HEADER) {
            return null;
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space);
        String rest = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("bearer")) {
            return tokens.get(Token.hash(rest)); // a hash is looked up: its time tells nothing about the token
        }
        if (scheme.equalsIgnoreCase("basic")) {
            return basic(rest);
        }
        return null;
    }

    private @Nullable Token basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            Token token = colon < 0 ? null : tokens.get(Token.hash(pair.substring(colon + 1)));
            return token != null && token.member().equals(pair.substring(0, colon)) ? token : null;
        } catch (IllegalArgumentException e) {
            return null; // no base 64
        }
    }

    /** Counts a request without a token that counts. @return seconds to wait; 0: it may try again */
    long guessed(String address) {
        long now = nanoTime.getAsLong();
        Rate rate;
        synchronized (guesses) {
            rate = guesses.get(address);
            if (rate == null && guesses.size() >= MOST_ADDRESSES) {
                guesses.values().removeIf(old -> old.isFull(now));
            }
            if (rate == null) {
                rate = guesses.size() < MOST_ADDRESSES ? new Rate(GUESSES_PER_SECOND, now) : otherGuesses;
                if (rate != otherGuesses) {
                    guesses.put(address, rate);
                }
            }
        }
        rate.take(1, now);
        return rate.waitS(now);
    }

    /** Counts a member's request. @return seconds to wait; 0: it may go on */
    long asked(Token token, boolean isPost) {
        long now = nanoTime.getAsLong();
        Rate rate = requests.computeIfAbsent(token.member(), member -> new Rate(limits.requestsPerSecond(), now));
        long wait = rate.waitS(now);
        if (wait == 0) {
            rate.take(1, now);
        }
        return wait == 0 && isPost ? rateOfObjects(token, now).waitS(now) : wait;
    }

    /** Counts what a member added. */
    void added(Token token, int count) {
        long now = nanoTime.getAsLong();
        rateOfObjects(token, now).take(count, now);
    }

    private Rate rateOfObjects(Token token, long now) {
        return objects.computeIfAbsent(token.member(), member -> new Rate(limits.objectsPerSecond(), now));
    }
}
