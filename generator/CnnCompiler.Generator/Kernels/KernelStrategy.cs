using CnnCompiler.Generator.Graph;
using CnnCompiler.Generator.Planning;

namespace CnnCompiler.Generator.Kernels;

/// <summary>A way to compute a kind of node: says whether it fits one, what it needs of memory, and writes the method.</summary>
internal abstract class KernelStrategy
{
    /// <summary>Whether this strategy can compute the node. The catalogue takes the first that can.</summary>
    public abstract bool Fits(Node node);

    /// <summary>How the node is computed and why so, as the generated file says it.</summary>
    public abstract string Reason(Node node);

    /// <summary>The order in which the kernel reads its inputs and writes its outputs.</summary>
    public virtual MemoryOrder Order => MemoryOrder.ChannelsLast;

    /// <summary>The zeros that must lie around the node's first input.</summary>
    public virtual Border BorderAround(Node node) => default;

    /// <summary>Whether the kernel reads whole vectors of channels, so that the pixels of its input must be filled up to whole vectors.</summary>
    public virtual bool NeedsLanes(Node node) => true;

    /// <summary>Whether the kernel can add a map to what a convolution makes; one that cannot is not asked for those that do.</summary>
    public virtual bool AddsMap => false;

    /// <summary>The zeros that must lie around an operand.</summary>
    public Border BorderAround(Node node, Value operand) => node.Input == operand ? BorderAround(node) : default;

    /// <summary>Whether the pixels of an operand must be filled up to whole vectors: what is added is read in vectors of channels.</summary>
    public bool NeedsLanes(Node node, Value operand) => (node.Input == operand && NeedsLanes(node)) || node.Inputs.Skip(1).Contains(operand);

    /// <summary>Whether a vector holds the channels of several pixels, so that nothing may lie between these: the output cannot be channels of a larger map.</summary>
    public virtual bool NeedsOwnMap => false;

    /// <summary>Lanes of the widest vector that the kernel can be called with: 4, 8 or 16.</summary>
    public virtual int VectorLanes(Node node) => Lanes.Block(node.Output.Type.Channels);

    /// <summary>Whether the kernel may write to where its first input lies: it reads every value before it writes there, and no other.</summary>
    public virtual bool WorksInPlace => false;

    /// <summary>Whether the kernel is generic over a vector; otherwise it works on single values.</summary>
    public virtual bool IsVectorised => true;

    /// <summary>Whether there is nothing to compute: the output is the input under another type, in the same memory.</summary>
    public virtual bool IsAlias => false;

    /// <summary>Whether the kernel gets its constant operands as memory; otherwise it packs them in an order of its own.</summary>
    public virtual bool TakesConstants => false;

    /// <summary>Whether to give up the first place among the strategies that fit to one that works in the order in which the first operand lies.</summary>
    public virtual bool FollowsInput => false;

    /// <summary>
    /// Whether NaN and infinity come out where the operator's definition has them: no output is computed from an input that it does not depend on,
    /// multiplied by zero or cancelled, and no comparison loses a NaN.
    /// </summary>
    public virtual bool IsExact => true;

    /// <summary>How many values of scratch memory the kernel needs for itself.</summary>
    public virtual int TemporaryLength(Node node, TensorLayout input) => 0;

    /// <summary>Whether there is a second method that computes the node for a batch of inputs at once.</summary>
    public virtual bool ComputesBatches(Node node, TensorLayout input) => false;

    /// <summary>Values of scratch memory that the second method needs for each input.</summary>
    public virtual int BatchSumsLength(Node node) => 0;

    /// <summary>
    /// Writes the statements of the second method, where <c>sourceStep</c> and <c>targetStep</c> lead from one input's values to the next one's,
    /// <c>sums</c> is its scratch memory and <c>count</c> the number of inputs. It packs what <see cref="Write"/> packs.
    /// </summary>
    public virtual void WriteBatch(KernelSite site) => throw new InvalidOperationException($"{GetType().Name} has no method for batches.");

    /// <summary>
    /// How many pieces the outputs fall into that threads may compute at the same time, in any order, to the same bits; 1 where they do not. A kernel
    /// that is shared gets two more parameters, <c>begin</c> and <c>end</c>: the pieces it is to compute.
    /// </summary>
    public virtual int Pieces(Node node, IReadOnlyList<TensorLayout> inputs, TensorLayout output) => 1;

    /// <summary>From the start of an input's memory to the value that the kernel wants to be pointed at.</summary>
    public virtual int SourceOffset(Node node, TensorLayout input) => input.Origin;

    /// <summary>Writes the statements of the kernel's method and packs the weights it reads.</summary>
    public abstract void Write(KernelSite site);
}
