package io.auscult.app.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the first request of one connection and closes it; what follows on the connection is not read. Event loop only. */
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Map<String, Supplier<Page>> pages;
    private final long deadlineMs;
    private boolean isAnswered;

    RequestHandler(Map<String, Supplier<Page>> pages, long deadlineMs) {
        this.pages = pages;
        this.deadlineMs = deadlineMs;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Future<?> deadline = ctx.executor().schedule(() -> ctx.close(), deadlineMs, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> deadline.cancel(false));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (isAnswered || !(message instanceof HttpRequest request)) {
            return;
        }
        isAnswered = true;
        ctx.channel().config().setAutoRead(false);
        boolean isHead = HttpMethod.HEAD.equals(request.method());
        if (request.decoderResult().isFailure()) {
            answer(ctx, refusal(request.decoderResult().cause()), false);
        } else if (!isHead && !HttpMethod.GET.equals(request.method())) {
            answer(ctx, Page.text(405, "only GET and HEAD\n"), false);
        } else {
            answer(ctx, page(request.uri()), isHead);
        }
    }

    private Page page(String uri) {
        int query = uri.indexOf('?');
        Supplier<Page> page = pages.get(query < 0 ? uri : uri.substring(0, query));
        if (page == null) {
            return Page.text(
                    404,
                    "not here; there is: "
                            + String.join(" ", pages.keySet().stream().sorted().toList()) + "\n");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.warn("{}: the page could not be made", uri, e);
            return Page.text(500, "the page could not be made; the sensor's log says why\n");
        }
    }

    private static Page refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException e -> Page.text(414, "request line too long\n");
            case TooLongHttpHeaderException e -> Page.text(431, "headers too long\n");
            default -> Page.text(400, "not HTTP\n");
        };
    }

    private static void answer(ChannelHandlerContext ctx, Page page, boolean isHead) {
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        ByteBuf content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(page.status()), content);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set("x-content-type-options", "nosniff")
                .set(HttpHeaderNames.CONNECTION, "close");
        if (page.status() == 405) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a client that went away, or bytes the codec gave up on
    }
}
