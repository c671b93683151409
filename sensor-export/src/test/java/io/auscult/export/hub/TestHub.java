package io.auscult.export.hub;

import io.auscult.export.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A hub on loopback with one collection, {@code shared}, for tests. */
public final class TestHub implements AutoCloseable {
    public static final String ROOT = "auscult";
    public static final String COLLECTION = "shared";

    private final Path folder;
    private final HubStore store;
    private final HubSettings.Limits limits;
    private final @Nullable Path certificate;
    private final @Nullable Secret key;
    private final @Nullable Path clientAuthority;
    private Hub hub;

    public TestHub(Path folder) throws IOException {
        this(folder, HubStore.inFolder(folder.resolve("data")), HubSettings.Limits.DEFAULT);
    }

    public TestHub(Path folder, HubStore store, HubSettings.Limits limits) throws IOException {
        this(folder, store, limits, null, null, null);
    }

    /** Over TLS. */
    public TestHub(Path folder, Path certificate, Secret key, @Nullable Path clientAuthority) throws IOException {
        this(
                folder,
                HubStore.inFolder(folder.resolve("data")),
                HubSettings.Limits.DEFAULT,
                certificate,
                key,
                clientAuthority);
    }

    private TestHub(
            Path folder,
            HubStore store,
            HubSettings.Limits limits,
            @Nullable Path certificate,
            @Nullable Secret key,
            @Nullable Path clientAuthority)
            throws IOException {
        this.folder = folder;
        this.store = store;
        this.limits = limits;
        this.certificate = certificate;
        this.key = key;
        this.clientAuthority = clientAuthority;
        new CollectionTable(store).add(TaxiiCollection.of(ROOT, COLLECTION, "What members share"));
        hub = start(0);
    }

    private Hub start(int port) throws IOException {
        return Hub.start(settings(port), store, Clock.systemUTC());
    }

    /** @param port 0 for any */
    HubSettings settings(int port) {
        return new HubSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "Test hub",
                certificate,
                key,
                clientAuthority,
                false,
                limits);
    }

    public void stop() {
        hub.close();
    }

    /** On the same port as before. */
    public void startAgain() throws IOException {
        int port = url().getPort();
        hub = start(port);
    }

    public URI url() {
        return URI.create(hub.url());
    }

    public URI root() {
        return url().resolve(ROOT + "/");
    }

    Hub hub() {
        return hub;
    }

    public HubStore store() {
        return store;
    }

    /** A token that counts at once. */
    public String token(String member, Set<String> reads, Set<String> writes) throws IOException {
        String token = new TokenTable(store, Clock.systemUTC()).add(member, reads, writes);
        hub.refreshTokens();
        return token;
    }

    /** The same as a file for its owner alone. */
    public Secret secret(String member, Set<String> reads, Set<String> writes) throws IOException {
        Path file = folder.resolve(member + ".token");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token(member, reads, writes) + "\n");
        return Secret.ofFile(file);
    }

    @Override
    public void close() {
        hub.close();
        store.close();
    }
}
