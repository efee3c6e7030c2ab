using CnnCompiler.Generator.Declarations;

namespace CnnCompiler.Generator.Tests.Pipeline;

/// <summary>The factory knows every layer there is, every constructor and every property.</summary>
public class LayerFactoryTests
{
    public static TheoryData<Type> Types =>
        [.. typeof(Layer).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsPublic: true } && typeof(Layer).IsAssignableFrom(type))];

    [Theory]
    [MemberData(nameof(Types))]
    public void EveryConstructorAndProperty_ReachesTheLayer(Type type)
    {
        foreach (var constructor in type.GetConstructors())
        {
            object?[] arguments = [.. constructor.GetParameters().Select((parameter, index) => Other(parameter.ParameterType, index))];
            object?[] written = [.. arguments.Select(AsData)];
            var properties = type.GetProperties().Where(property => property.SetMethod is not null).ToArray();
            NamedValue[] named = [.. properties.Select((property, index) => new NamedValue(property.Name, AsData(Changed(property, index))))];

            var made = LayerFactory.Make(new AttributeValues(type.Name, EquatableArray.Of(written), EquatableArray.Of(named)));

            var expected = (Layer)constructor.Invoke(arguments);
            object? Changed(System.Reflection.PropertyInfo property, int index) =>
                property.GetValue(constructor.Invoke(arguments)) is bool standard ? !standard : Other(property.PropertyType, index + 5);
            foreach (var (property, index) in properties.Select((property, index) => (property, index)))
                property.SetValue(expected, Changed(property, index));
            Assert.IsType(type, made);
            Assert.All(type.GetProperties(), property => Assert.Equal(property.GetValue(expected), property.GetValue(made)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void WhatIsNotSet_HasTheLayersDefault(Type type)
    {
        var constructor = type.GetConstructors()[0];
        object?[] arguments = [.. constructor.GetParameters().Select((parameter, index) => Other(parameter.ParameterType, index))];
        object?[] written = [.. arguments.Select(AsData)];
        var made = LayerFactory.Make(new AttributeValues(type.Name, EquatableArray.Of(written), EquatableArray.Of<NamedValue>()));
        var expected = constructor.Invoke(arguments);
        Assert.All(type.GetProperties(), property => Assert.Equal(property.GetValue(expected), property.GetValue(made)));
    }

    [Fact]
    public void Input_GetsEveryConstructorAndProperty()
    {
        foreach (var constructor in typeof(Input).GetConstructors())
        {
            object?[] arguments = [.. constructor.GetParameters().Select(object? (_, index) => index + 2)];
            var made = LayerFactory.MakeInput(new AttributeValues(nameof(Input), EquatableArray.Of(arguments), EquatableArray.Of(
                new NamedValue("Scale", 0.5f), new NamedValue("Mean", EquatableArray.Of(0.25f)), new NamedValue("StandardDeviation", EquatableArray.Of(2f)),
                new NamedValue("Order", 1))));
            var expected = (Input)constructor.Invoke(arguments);
            Assert.NotNull(made);
            Assert.Equal(expected.Shape, made.Shape);
            Assert.Equal((0.5f, ChannelOrder.Bgr), (made.Scale, made.Order));
            Assert.Equal([0.25f], made.Mean);
            Assert.Equal([2f], made.StandardDeviation);
        }
        Assert.Equal(4, typeof(Input).GetProperties().Count(property => property.SetMethod is not null));
    }

    [Theory]
    [InlineData("Conv9D", 1, "Name", "a")]
    [InlineData("Dense", 1, "Sparsity", 3)]
    [InlineData("Dense", 1, "Bias", 3)]
    [InlineData("Dense", 1f, "Bias", true)]
    [InlineData("Dense", null, "Bias", true)]
    [InlineData("Dense", 1, "Name", 3)]
    public void WhatThisVersionDoesNotKnow_IsNotMade(string type, object? argument, string property, object value) =>
        Assert.Null(LayerFactory.Make(new AttributeValues(type, EquatableArray.Of(argument), EquatableArray.Of(new NamedValue(property, value)))));

    private static object? Other(Type type, int index) => type switch
    {
        _ when type == typeof(int) => index + 2,
        _ when type == typeof(float) => index + 0.5f,
        _ when type == typeof(bool) => false,
        _ when type == typeof(string) => "name" + index,
        _ when type == typeof(float[]) => new[] { 1f, -2f, 0.5f },
        _ when type == typeof(FilterKind[]) => new[] { FilterKind.Blur, FilterKind.Laplacian },
        _ when type == typeof(Padding) => Padding.Same,
        _ => throw new NotSupportedException($"A property of a new type, {type}: say here which value differs from its default."),
    };

    private static object? AsData(object? value) => value switch
    {
        Enum => (int)value,
        float[] numbers => EquatableArray.Of(numbers),
        FilterKind[] kinds => EquatableArray.Of([.. kinds.Select(kind => (int)kind)]),
        _ => value,
    };
}
