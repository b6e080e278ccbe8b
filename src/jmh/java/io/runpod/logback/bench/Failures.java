package io.runpod.logback.bench;

import java.util.ArrayList;
import java.util.List;

/** Makes exceptions as a worker behind a web framework throws them, with the same stack trace on every machine. */
final class Failures {

    /** How many equal exceptions take turns: a real one brings new stack trace elements each time. */
    private static final int COPIES = 16;

    private static final int FRAMES = 40;
    private static final int COMMON = 30;

    private static final String[] FRAMEWORK = {
        "org.springframework.aop.support.AopUtils.invokeJoinpointUsingReflection",
        "org.springframework.aop.framework.ReflectiveMethodInvocation.invokeJoinpoint",
        "org.springframework.aop.framework.ReflectiveMethodInvocation.proceed",
        "org.springframework.transaction.interceptor.TransactionInterceptor$1.proceedWithInvocation",
        "org.springframework.transaction.interceptor.TransactionAspectSupport.invokeWithinTransaction",
        "org.springframework.aop.framework.CglibAopProxy$DynamicAdvisedInterceptor.intercept",
        "java.lang.reflect.Method.invoke",
        "org.springframework.web.method.support.InvocableHandlerMethod.doInvoke",
        "org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter.handleInternal",
        "org.springframework.web.servlet.DispatcherServlet.doDispatch",
        "org.springframework.web.servlet.FrameworkServlet.processRequest",
        "jakarta.servlet.http.HttpServlet.service",
        "org.apache.catalina.core.ApplicationFilterChain.internalDoFilter",
        "org.apache.tomcat.websocket.server.WsFilter.doFilter",
        "org.springframework.web.filter.OncePerRequestFilter.doFilter",
        "org.springframework.security.web.FilterChainProxy$VirtualFilterChain.doFilter",
        "org.apache.catalina.core.StandardWrapperValve.invoke",
        "org.apache.catalina.authenticator.AuthenticatorBase.invoke",
        "org.apache.coyote.http11.Http11Processor.service",
        "org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun",
        "org.apache.tomcat.util.threads.ThreadPoolExecutor$Worker.run",
        "java.lang.Thread.run",
    };

    private static final String[] APPLICATION = {
        "com.example.worker.image.ImagePipeline.render",
        "com.example.worker.image.ImagePipeline$Step.apply",
        "com.example.worker.model.ModelRegistry.lambda$load$3",
        "java.util.concurrent.ConcurrentHashMap.computeIfAbsent",
        "com.fasterxml.jackson.databind.ObjectMapper.readValue",
        "com.example.worker.http.DownloadClient.fetch",
        "io.netty.channel.AbstractChannelHandlerContext.invokeChannelRead",
        "com.example.worker.jobs.JobController.handle",
        "jdk.internal.reflect.DirectMethodHandleAccessor.invoke",
        "com.example.worker.jobs.JobController$$SpringCGLIB$$0.handle",
    };

    private final Throwable[] copies;
    private int next;

    private Failures(int variants) {
        copies = new Throwable[Math.max(COPIES, variants)];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = make(i % variants);
        }
    }

    /** The same failure again and again. */
    static Failures same() {
        return new Failures(1);
    }

    /** Failures of many places: each stack trace has 20 frames that no other has. */
    static Failures ofManyPlaces(int places) {
        return new Failures(places);
    }

    Throwable next() {
        next = next + 1 == copies.length ? 0 : next + 1;
        return copies[next];
    }

    private static Throwable make(int variant) {
        List<StackTraceElement> common = new ArrayList<>();
        for (int i = 0; i < COMMON; i++) {
            common.add(frame(FRAMEWORK[i % FRAMEWORK.length], 40 + i * 17));
        }
        Throwable cause = new IllegalArgumentException("weights.safetensors: header of 12 bytes is too short");
        cause.setStackTrace(trace(common, 100 + variant * 1000));
        Throwable thrown = new IllegalStateException("model could not be loaded: sdxl-turbo", cause);
        thrown.setStackTrace(trace(common, 500 + variant * 1000));
        return thrown;
    }

    private static StackTraceElement[] trace(List<StackTraceElement> common, int line) {
        List<StackTraceElement> frames = new ArrayList<>();
        for (int i = 0; frames.size() < FRAMES - COMMON; i++) {
            frames.add(frame(APPLICATION[i], line + i * 13));
        }
        for (StackTraceElement one : common) {
            frames.add(new StackTraceElement(
                    one.getClassName(), one.getMethodName(), one.getFileName(), one.getLineNumber()));
        }
        return frames.toArray(new StackTraceElement[0]);
    }

    private static StackTraceElement frame(String path, int line) {
        int dot = path.lastIndexOf('.');
        String type = path.substring(0, dot);
        String simple = type.substring(type.lastIndexOf('.') + 1);
        int inner = simple.indexOf('$');
        String file = (inner < 0 ? simple : simple.substring(0, inner)) + ".java";
        // Interned, as the JVM's own elements hold them.
        return new StackTraceElement(type.intern(), path.substring(dot + 1).intern(), file.intern(), line);
    }
}
