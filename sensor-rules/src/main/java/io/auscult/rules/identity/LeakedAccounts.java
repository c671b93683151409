package io.auscult.rules.identity;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts whose passwords are known to have leaked, one an entry or line: {@code user}, {@code user@domain}, {@code DOMAIN\\user}, or {@code
 * sha256:SALT:DIGEST} in hexadecimal digits, the digest of the salt's bytes followed by such a name in lower case. Empty lines and those that begin with # count for nothing. At most
 * {@link #MOST} accounts and {@link #MOST_SALTS} salts, for each salt costs a digest per user. Immutable; any thread.
 */
public final class LeakedAccounts {
    public static final int MOST = 1_000_000;
    public static final int MOST_SALTS = 16;
    public static final LeakedAccounts NONE = new LeakedAccounts(Set.of(), Set.of());

    private static final int MOST_LINE = 512; // characters
    private static final String HASHED = "sha256:";
    private static final HexFormat HEX = HexFormat.of();

    private final Set<String> names; // in lower case, or salt:digest
    private final Set<String> salts; // in hexadecimal digits
    private final List<byte[]> saltBytes = new ArrayList<>();

    private LeakedAccounts(Set<String> names, Set<String> salts) {
        this.names = names;
        this.salts = salts;
        for (String salt : salts) {
            saltBytes.add(HEX.parseHex(salt));
        }
    }

    /** @throws IOException with the number of the entry that is wrong */
    public static LeakedAccounts of(List<String> entries) throws IOException {
        LeakedAccounts all = new LeakedAccounts(new HashSet<>(), new LinkedHashSet<>());
        for (int i = 0; i < entries.size(); i++) {
            all.add(entries.get(i), "entry " + (i + 1));
        }
        return new LeakedAccounts(all.names, all.salts);
    }

    /** These and those of the file. @throws IOException when it cannot be read, or with file and line of what is wrong in it */
    public LeakedAccounts and(Path file) throws IOException {
        LeakedAccounts all = new LeakedAccounts(new HashSet<>(names), new LinkedHashSet<>(salts));
        int number = 1;
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = line(reader); line != null; line = line(reader)) {
                all.add(line, file + ":" + number++);
            }
        } catch (MalformedInputException e) {
            throw new IOException(file + ":" + number + ": no UTF-8", e);
        }
        return new LeakedAccounts(all.names, all.salts);
    }

    private void add(String line, String where) throws IOException {
        String entry = line.strip().toLowerCase(Locale.ROOT);
        if (entry.isEmpty() || entry.startsWith("#")) {
            return;
        }
        if (entry.length() > MOST_LINE) {
            throw new IOException(where + ": longer than " + MOST_LINE + " characters");
        }
        names.add(entry.startsWith(HASHED) ? hashed(entry, where) : entry);
        if (names.size() > MOST) {
            throw new IOException(where + ": more than " + MOST + " accounts");
        }
    }

    /** A line of at most one character more than may be: what is longer has no need to be held. */
    private static @Nullable String line(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = reader.read()) {
            if (line.length() <= MOST_LINE) {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private String hashed(String entry, String where) throws IOException {
        String rest = entry.substring(HASHED.length());
        int colon = rest.indexOf(':');
        if (colon < 0 || colon % 2 != 0 || !rest.matches("[0-9a-f]*:[0-9a-f]{64}")) {
            throw new IOException(where + ": expected sha256:SALT:DIGEST in hexadecimal digits, the digest of 64");
        }
        salts.add(rest.substring(0, colon));
        if (salts.size() > MOST_SALTS) {
            throw new IOException(where + ": more than " + MOST_SALTS + " salts");
        }
        return rest;
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The same in every run for the same accounts, in whatever order; others have another one, as good as always. */
    public long fingerprint() {
        return (long) names.size() << 32 | names.hashCode() & 0xFFFF_FFFFL;
    }

    /** @param user as the client said it, with or without its domain */
    public boolean has(String user, @Nullable String domain) {
        for (String name :
                namesOf(user.toLowerCase(Locale.ROOT), domain == null ? "" : domain.toLowerCase(Locale.ROOT))) {
            if (names.contains(name)) {
                return true;
            }
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            for (byte[] salt : saltBytes) {
                if (names.contains(HEX.formatHex(salt) + ":" + HEX.formatHex(digest(salt, bytes)))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The ways in which a list may write it. */
    private static List<String> namesOf(String user, String domain) {
        List<String> all = new ArrayList<>();
        all.add(user);
        int at = user.indexOf('@');
        int backslash = user.indexOf('\\');
        if (at > 0) {
            all.add(user.substring(0, at));
        } else if (backslash >= 0) {
            all.add(user.substring(backslash + 1));
        } else if (!domain.isEmpty()) {
            all.add(user + "@" + domain);
            all.add(domain + "\\" + user);
        }
        return all;
    }

    private static byte[] digest(byte[] salt, byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
