import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { onStopRequest } from './index.ts';

function watch() {
  const watched = Object.assign(new EventEmitter(), { channel: { unref: vi.fn<() => void>() } });
  const [stop, force] = [vi.fn<(reason: string) => void>(), vi.fn<(reason: string) => void>()];
  const end = onStopRequest(stop, force, watched);
  return { watched, stop, force, end };
}

test('asks once, and takes the echo of Ctrl-C for what it is', () => {
  const { watched, stop, force } = watch();
  watched.emit('SIGINT');
  watched.emit('SIGINT');
  expect(stop.mock.calls).toEqual([['SIGINT']]);
  expect(force).not.toHaveBeenCalled();
});

test('forces when asked again later', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0);
  try {
    const { watched, stop, force } = watch();
    watched.emit('SIGINT');
    now.mockReturnValue(501);
    watched.emit('disconnect');
    expect(force).not.toHaveBeenCalled();
    watched.emit('SIGTERM');
    expect(stop).toHaveBeenCalledOnce();
    expect(force.mock.calls).toEqual([['SIGTERM']]);
  } finally {
    now.mockRestore();
  }
});

test('asks when the start script is gone, and holds no process open for it', () => {
  const { watched, stop } = watch();
  expect(watched.channel.unref).toHaveBeenCalledOnce();
  watched.emit('disconnect');
  expect(stop.mock.calls).toEqual([['parent gone']]);
});

test('ends the watch', () => {
  const { watched, stop, end } = watch();
  end();
  watched.emit('SIGTERM');
  expect(stop).not.toHaveBeenCalled();
  expect(watched.eventNames()).toEqual([]);
});
