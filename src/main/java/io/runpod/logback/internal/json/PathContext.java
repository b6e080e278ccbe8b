package io.runpod.logback.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/** Where a {@link FieldWriter} stands, in Jackson's terms, for decorators that decide by path. Made when asked for. */
final class PathContext extends TokenStreamContext {

    private final @Nullable PathContext parent;
    private final @Nullable String name;

    private PathContext(int type, int index, @Nullable PathContext parent, @Nullable String name) {
        super(type, index);
        this.parent = parent;
        this.name = name;
    }

    static PathContext of(Nesting nesting) {
        PathContext context = new PathContext(TYPE_ROOT, 0, null, null);
        for (int level = 1; level <= nesting.depth(); level++) {
            int type = nesting.isArrayAt(level) ? TYPE_ARRAY : TYPE_OBJECT;
            context = new PathContext(type, nesting.countAt(level) - 1, context, nesting.nameAt(level));
        }
        return context;
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson documents null for the root
    public TokenStreamContext getParent() {
        return parent;
    }

    @Override
    @SuppressWarnings("NullAway") // Jackson documents null where there is no name
    public String currentName() {
        return name;
    }

    @Override
    public boolean hasCurrentName() {
        return name != null;
    }
}
