package io.auscult.export.hub;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub. One event loop, {@link #WORKERS} workers, one thread for what is done now and then. Further connections than allowed are closed at once; further
 * requests than workers and their queue hold are answered 503.
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final int WORKERS = 4;
    private static final int QUEUE = 256;
    private static final int MOST_LINE = 8_192; // bytes of the request line
    private static final int MOST_HEADERS = 16_384; // bytes of all header lines
    private static final int CHUNK = 1 << 16;
    private static final int TIDY_MINUTES = 10;
    private static final int CHORES = 2; // threads: while one tidies for minutes, what was revoked ends within seconds

    private final HubSettings settings;
    private final Gate gate;
    private final TaxiiApi api;
    private final Semaphore pendingBytes;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService chores;
    private final EventLoopGroup loop;
    private final Channel server;

    private Hub(HubSettings settings, HubStore store, Clock clock) throws IOException {
        this.settings = settings;
        HubTls tls = HubTls.of(settings, clock);
        gate = new Gate(new TokenTable(store, clock), settings.limits(), System::nanoTime);
        api = new TaxiiApi(settings, store, gate, clock);
        pendingBytes = new Semaphore(settings.limits().pendingBytes());
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(QUEUE),
                new DefaultThreadFactory("hub-worker", true));
        chores = Executors.newScheduledThreadPool(CHORES, new DefaultThreadFactory("hub-chores", true));
        chores.scheduleWithFixedDelay(gate::refreshQuietly, Gate.REFRESH_S, Gate.REFRESH_S, TimeUnit.SECONDS);
        chores.scheduleWithFixedDelay(this::tidyQuietly, 1, TIDY_MINUTES, TimeUnit.MINUTES);
        if (tls != null) {
            chores.scheduleWithFixedDelay(tls::renew, HubTls.RENEW_S, HubTls.RENEW_S, TimeUnit.SECONDS);
        }
        loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("hub", true), NioIoHandler.newFactory());
        server = listen(tls);
    }

    /**
     * Begins to serve. The store stays its caller's.
     *
     * @throws IOException the port is taken, the certificate cannot be read, another hub has the database
     */
    public static Hub start(HubSettings settings, HubStore store, Clock clock) throws IOException {
        if (!store.lock()) {
            throw new IOException("database: another hub serves it (expected: one hub for one database)");
        }
        return new Hub(settings, store, clock);
    }

    private Channel listen(@Nullable HubTls tls) throws IOException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, tls);
                    }
                });
        InetSocketAddress address = settings.address();
        try {
            return bootstrap.bind(address).syncUninterruptibly().channel();
        } catch (Exception e) { // Netty throws what the system said, a BindException, unchecked
            stop();
            throw new IOException(
                    address.getHostString() + ":" + address.getPort() + ": " + e.getMessage()
                            + " (expected: a free port on an address of this machine)",
                    e);
        }
    }

    private void accept(SocketChannel channel, @Nullable HubTls tls) {
        InetAddress address =
                channel.remoteAddress() == null ? null : channel.remoteAddress().getAddress();
        long ofAddress = connections.stream()
                .filter(one -> one instanceof SocketChannel other
                        && other.remoteAddress() != null
                        && other.remoteAddress().getAddress().equals(address))
                .count();
        if (connections.size() >= settings.limits().connections()
                || ofAddress >= settings.limits().addressConnections()) {
            channel.close();
            return;
        }
        connections.add(channel); // leaves when it is closed
        if (tls != null) {
            channel.pipeline().addLast("tls", tls.context().newHandler(channel.alloc()));
        }
        HttpDecoderConfig lengths = new HttpDecoderConfig()
                .setMaxInitialLineLength(MOST_LINE)
                .setMaxHeaderSize(MOST_HEADERS)
                .setMaxChunkSize(CHUNK);
        channel.pipeline().addLast(new HttpServerCodec(lengths), new HubConnection(this));
    }

    private void tidyQuietly() {
        try {
            api.tidy();
        } catch (IOException | RuntimeException e) { // the next time
            LOG.warn("hub: what is old could not be removed: {}", e.getMessage());
        }
    }

    HubSettings.Limits limits() {
        return settings.limits();
    }

    Gate gate() {
        return gate;
    }

    TaxiiApi api() {
        return api;
    }

    ThreadPoolExecutor workers() {
        return workers;
    }

    ScheduledExecutorService chores() {
        return chores;
    }

    Semaphore pendingBytes() {
        return pendingBytes;
    }

    /** Where it listens. */
    public String url() {
        InetSocketAddress local = (InetSocketAddress) server.localAddress();
        String host = local.getAddress().getHostAddress();
        return (settings.isTls() ? "https://" : "http://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + local.getPort() + "/";
    }

    /** Reads the tokens at once instead of soon. */
    public void refreshTokens() throws IOException {
        gate.refresh();
    }

    private void stop() {
        chores.shutdownNow();
        workers.shutdown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** Ends what is under way within some seconds. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("hub: requests were still worked on when it stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        stop();
    }
}
