package io.auscult.export.share;

import io.auscult.core.disk.WholeFile;
import io.auscult.export.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hospital's keys: those that it names itself, of which the first is for new incidents; else keys made here, in a folder that only the sensor's user may read, of which the newest is, and a new one is made when
 * that is older than the rotation says. An incident keeps its key, so that everything about it fits together. Any thread; processes that share the folder agree by a lock file. The keys of the
 * last {@link #MAX_INCIDENTS} incidents are remembered.
 */
public final class ShareKeys {
    static final int MAX_INCIDENTS = 1 << 16;

    private static final String KEY = ".key";
    private static final String INCIDENTS = "incidents";
    private static final Pattern ODD = Pattern.compile("[^!-~]");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final List<ShareKey> own;
    private final Duration rotation;
    private final InstantSource clock;
    private final Map<String, ShareKey> keys = new HashMap<>();
    private final Map<String, String> incidents = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_INCIDENTS;
        }
    };

    private long incidentBytes; // of the file, as far as known

    private ShareKeys(Path folder, List<ShareKey> own, Duration rotation, InstantSource clock) {
        this.folder = folder;
        this.own = own;
        this.rotation = rotation;
        this.clock = clock;
    }

    /**
     * @param folder where they are kept, and which incident has which
     * @param own keys of the hospital's own, the one for new incidents first; none: they are made here
     * @param rotation how long one that is made here is for new incidents; zero: for ever
     * @throws IOException when one cannot be read, or others may read it
     */
    public static ShareKeys open(Path folder, List<Secret> own, Duration rotation, InstantSource clock)
            throws IOException {
        ShareKeys keys = new ShareKeys(folder, read(own), rotation, clock);
        Lines.folder(folder);
        keys.load();
        keys.current();
        return keys;
    }

    /** @throws IOException when one of these cannot be read, others may read it, or it is no key */
    public static void check(List<Secret> own) throws IOException {
        read(own);
    }

    private static List<ShareKey> read(List<Secret> own) throws IOException {
        List<ShareKey> named = new ArrayList<>();
        for (Secret secret : own) {
            try {
                named.add(ShareKey.own(secret.read()));
            } catch (IllegalArgumentException e) {
                throw new IOException(secret + ": " + e.getMessage());
            }
        }
        return List.copyOf(named);
    }

    private void load() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(KEY)).toList()) {
                ShareKey key = read(file);
                keys.put(key.id(), key);
            }
        }
        own.forEach(key -> keys.put(key.id(), key));
        loadIncidents();
    }

    private void loadIncidents() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(folder.resolve(INCIDENTS));
        } catch (NoSuchFileException e) {
            return; // none yet
        }
        incidents.clear();
        incidentBytes = bytes.length;
        new String(bytes, StandardCharsets.US_ASCII).lines().forEach(line -> {
            String[] parts = line.split(" ");
            if (parts.length == 2 && keys.containsKey(parts[1])) {
                incidents.put(parts[0], parts[1]);
            }
        });
    }

    private static ShareKey read(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> wrong = EnumSet.copyOf(OTHERS);
            wrong.retainAll(Files.getPosixFilePermissions(file));
            if (!wrong.isEmpty()) {
                throw new IOException(file + ": others than its owner may read or change it (expected: chmod 600)");
            }
        }
        Map<String, String> values = Lines.read(file);
        try {
            return ShareKey.of(
                    Instant.parse(values == null ? "" : values.getOrDefault("since", "")),
                    HexFormat.of().parseHex(values == null ? "" : values.getOrDefault("secret", "")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException(file + ": no key (expected: lines since and secret)", null);
        }
    }

    /** The one for new incidents; made anew when it is time. */
    synchronized ShareKey current() throws IOException {
        if (!own.isEmpty()) {
            return own.getFirst();
        }
        ShareKey newest = newest();
        if (newest == null || isOld(newest)) {
            try (FileChannel channel = lock();
                    FileLock held = Lines.lock(channel)) {
                load(); // another process may have made it
                newest = newest();
                if (newest == null || isOld(newest)) {
                    newest = made();
                }
                assert held.isValid();
            }
        }
        return newest;
    }

    private FileChannel lock() throws IOException {
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private @Nullable ShareKey newest() {
        return keys.values().stream()
                .max(Comparator.comparing(ShareKey::since).thenComparing(ShareKey::id))
                .orElse(null);
    }

    private boolean isOld(ShareKey key) {
        return !rotation.isZero()
                && Duration.between(key.since(), clock.instant()).compareTo(rotation) >= 0;
    }

    private ShareKey made() throws IOException {
        byte[] secret = new byte[ShareKey.LENGTH];
        new SecureRandom().nextBytes(secret);
        ShareKey key = ShareKey.of(clock.instant(), secret);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("since", key.since().toString());
        values.put("secret", HexFormat.of().formatHex(secret));
        Lines.write(folder.resolve(key.id() + KEY), values);
        keys.put(key.id(), key);
        return key;
    }

    /** The key of an incident from now on: its own, else that of one that turned out to be part of it, else the newest. */
    synchronized ShareKey of(String incident, List<String> formerIds) throws IOException {
        String name = name(incident);
        ShareKey key = known(name);
        if (key == null) {
            ShareKey newest = current();
            Path file = folder.resolve(INCIDENTS);
            try (FileChannel channel = lock();
                    FileLock held = Lines.lock(channel)) {
                if (Files.exists(file) && Files.size(file) != incidentBytes) {
                    loadIncidents(); // another process wrote
                }
                key = known(name);
                for (String former : formerIds) {
                    key = key == null ? known(name(former)) : key;
                }
                key = key == null ? newest : key;
                incidents.put(name, key.id());
                try {
                    write(file, name + " " + key.id() + "\n");
                } catch (IOException e) {
                    incidents.remove(name); // after a restart it would have another
                    throw e;
                }
                assert held.isValid();
            }
        }
        return key;
    }

    private @Nullable ShareKey known(String incident) {
        String id = incidents.get(incident);
        return id == null ? null : keys.get(id);
    }

    /** Behind the others; all of them anew when half of the file is of no use any more. */
    private void write(Path file, String line) throws IOException {
        if (incidentBytes > 2L * MAX_INCIDENTS * line.length()) {
            StringBuilder all = new StringBuilder();
            incidents.forEach((incident, key) ->
                    all.append(incident).append(' ').append(key).append('\n'));
            WholeFile.replace(file, all.toString().getBytes(StandardCharsets.UTF_8), Lines.permissions("rw-------"));
            incidentBytes = all.length();
            return;
        }
        append(file, line);
        incidentBytes += line.length();
    }

    private void append(Path file, String line) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, Lines.permissions("rw-------"));
        }
        try {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(incidentBytes); // half a line would spoil the next
            }
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Ids are hexadecimal digits; one that is not is written without what could break the line. */
    private static String name(String incident) {
        return ODD.matcher(incident).replaceAll("_");
    }

    /** All of them, the oldest first. */
    synchronized List<ShareKey> all() {
        List<ShareKey> all = new ArrayList<>(keys.values());
        all.sort(Comparator.comparing(ShareKey::since).thenComparing(ShareKey::id));
        return all;
    }
}
