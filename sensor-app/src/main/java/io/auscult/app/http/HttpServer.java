package io.auscult.app.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Serves pages at fixed paths, one request a connection. Knows no files. One thread of its own, which also makes the pages;
 * at most {@link #MAX_CONNECTIONS} connections, further ones are closed at once; a connection lives {@link #DEADLINE_S} seconds
 * at most, so that a slow or silent client cannot stay.
 */
public final class HttpServer implements AutoCloseable {
    static final int MAX_CONNECTIONS = 64;
    static final int MAX_LINE = 2048; // bytes of the request line
    static final int MAX_HEADERS = 8192; // bytes of all header lines
    static final int DEADLINE_S = 10;

    private final EventLoopGroup loop;
    private final Channel server;

    /**
     * Begins to listen.
     *
     * @param pages by path, such as {@code /metrics}
     * @throws IOException the port is taken or the address is not ours
     */
    public HttpServer(InetSocketAddress address, Map<String, Supplier<Page>> pages) throws IOException {
        this(address, pages, DEADLINE_S * 1000L);
    }

    HttpServer(InetSocketAddress address, Map<String, Supplier<Page>> pages, long deadlineMs) throws IOException {
        loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
        Connections connections = new Connections(MAX_CONNECTIONS);
        Map<String, Supplier<Page>> routes = Map.copyOf(pages);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (!connections.accept(channel)) {
                            return;
                        }
                        HttpDecoderConfig limits = new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE)
                                .setMaxHeaderSize(MAX_HEADERS)
                                .setMaxChunkSize(MAX_LINE);
                        channel.pipeline().addLast(new HttpServerCodec(limits), new RequestHandler(routes, deadlineMs));
                    }
                });
        try {
            server = bootstrap.bind(address).syncUninterruptibly().channel();
        } catch (Exception e) { // Netty throws what the system said, a BindException, unchecked
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(
                    address.getHostString() + ":" + address.getPort() + ": " + e.getMessage()
                            + " (expected: a free port on an address of this machine)",
                    e);
        }
    }

    /** Where it listens, as a URL has it. */
    public String address() {
        InetSocketAddress local = (InetSocketAddress) server.localAddress();
        String host = local.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
