package io.runpod.logback;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads this library anew, with a call of {@link StackLimit#beforeCall} before each of its calls. */
final class StackLimitLoader extends ClassLoader {

    private static final String LIBRARY = "io.runpod.logback.";
    private static final String LIMIT = StackLimit.class.getName();

    StackLimitLoader() {
        super("stack limit", StackLimitLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(LIBRARY) || name.equals(LIMIT)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            boolean asks = !name.startsWith(StackLimitWorker.class.getName()) && !name.endsWith(".StackRoom");
            byte[] bytes = asks ? withLimit(file) : file.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static byte[] withLimit(InputStream file) throws IOException {
        ClassReader reader = new ClassReader(file);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Questions(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Questions extends MethodVisitor {

        Questions(MethodVisitor method) {
            super(Opcodes.ASM9, method);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            ask(owner, name);
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            ask(bootstrap.getOwner(), name);
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }

        private void ask(String owner, String name) {
            visitLdcInsn(owner.replace('/', '.'));
            visitLdcInsn(name);
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    Type.getInternalName(StackLimit.class),
                    "beforeCall",
                    "(Ljava/lang/String;Ljava/lang/String;)V",
                    false);
        }
    }
}
