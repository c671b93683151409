package io.auscult.export.hub;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;

/** A hub in a process of its own, to be killed: folder, or URL and user of PostgreSQL; prints its URL. */
final class HubVictim {
    private HubVictim() {}

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
