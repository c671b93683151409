package io.auscult.export.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** A hub in a process of its own, to be killed: folder, or URL of PostgreSQL; prints its URL. */
public final class HubVictim {
    private HubVictim() {}

    /** @param database folder, or URL of PostgreSQL */
    public static Process start(String database) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubVictim.class.getName(),
                        database)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Of one that was started, once it serves. */
    public static URI url(Process hub) throws IOException {
        BufferedReader out = hub.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("http")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the hub did not begin to serve");
        }
        return URI.create(line);
    }

    public static void main(String[] args) throws Exception {
        HubStore store = args[0].startsWith("jdbc:")
                ? HubStore.postgresql(args[0], PostgresqlServer.USER, PostgresqlServer.PASSWORD)
                : HubStore.inFolder(Path.of(args[0]));
        Hub hub = Hub.start(
                new HubSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "victim",
                        null,
                        null,
                        null,
                        false,
                        HubSettings.Limits.DEFAULT),
                store,
                Clock.systemUTC());
        System.out.println(hub.url());
        Thread.sleep(Long.MAX_VALUE);
    }
}
