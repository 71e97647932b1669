export default function Front() {
  return <h1>Countersign</h1>;
}
