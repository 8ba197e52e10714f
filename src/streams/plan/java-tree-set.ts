/**
 * Java's TreeSet, as far as `describe()` of Kafka Streams shows it: its comparator goes by weights that change while elements
 * lie in the tree, and then where one ends up depends on the shape that the red-black tree has at that moment.
 */
interface TreeNode<T> {
  readonly value: T;
  left: TreeNode<T> | null;
  right: TreeNode<T> | null;
  parent: TreeNode<T> | null;
  isRed: boolean;
}

export class JavaTreeSet<T> {
  readonly #compare: (one: T, other: T) => number;
  #root: TreeNode<T> | null = null;

  constructor(compare: (one: T, other: T) => number) {
    this.#compare = compare;
  }

  add(value: T): void {
    let parent: TreeNode<T> | null = null;
    let goesLeft = false;
    for (let at = this.#root; at !== null; at = goesLeft ? at.left : at.right) {
      const order = this.#compare(value, at.value);
      if (order === 0) return;
      parent = at;
      goesLeft = order < 0;
    }
    const node: TreeNode<T> = { value, left: null, right: null, parent, isRed: true };
    if (parent === null) this.#root = node;
    else if (goesLeft) parent.left = node;
    else parent.right = node;
    this.#balance(node);
  }

  *[Symbol.iterator](): IterableIterator<T> {
    yield* inOrder(this.#root);
  }

  /** As TreeMap.fixAfterInsertion. */
  #balance(inserted: TreeNode<T>): void {
    let node = inserted;
    for (let parent = node.parent; parent?.isRed === true && parent.parent !== null; parent = node.parent) {
      const grandparent: TreeNode<T> = parent.parent;
      const isLeft = parent === grandparent.left;
      const uncle = isLeft ? grandparent.right : grandparent.left;
      if (uncle?.isRed === true) {
        parent.isRed = false;
        uncle.isRed = false;
        grandparent.isRed = true;
        node = grandparent;
        continue;
      }
      if (node === (isLeft ? parent.right : parent.left)) {
        node = parent;
        this.#rotate(node, isLeft);
      }
      node.parent!.isRed = false;
      grandparent.isRed = true;
      this.#rotate(grandparent, !isLeft);
    }
    if (this.#root !== null) this.#root.isRed = false;
  }

  #rotate(node: TreeNode<T>, toLeft: boolean): void {
    const child = (toLeft ? node.right : node.left)!;
    const inner = toLeft ? child.left : child.right;
    if (toLeft) node.right = inner;
    else node.left = inner;
    if (inner !== null) inner.parent = node;
    child.parent = node.parent;
    if (node.parent === null) this.#root = child;
    else if (node.parent.left === node) node.parent.left = child;
    else node.parent.right = child;
    if (toLeft) child.left = node;
    else child.right = node;
    node.parent = child;
  }
}

function* inOrder<T>(node: TreeNode<T> | null): IterableIterator<T> {
  if (node === null) return;
  yield* inOrder(node.left);
  yield node.value;
  yield* inOrder(node.right);
}
