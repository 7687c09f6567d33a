import type { classroom as source } from '../en/classroom';
import type { Words } from '../en';

export const classroom: Words<typeof source> = {
  from: '선생님의 안내',
  locked: '수업용 링크로 잠근 항목입니다.',
  presetsLocked:
    '링크로 잠근 항목이 있는 동안에는 쓸 수 없습니다. 프리셋을 고르면 잠긴 값이 바뀌기 때문입니다.',
  banner: {
    title: '수업용 링크로 열었습니다',
    locked: '잠긴 항목: {{fields}}.',
    hidden: '숨긴 부분: {{parts}}.',
    help: '수업에서 모두가 같은 실험을 하도록 돕는 기능입니다. 보호 수단이 아니므로 원하면 풀어도 됩니다.',
    end: '잠금 풀고 모두 보기',
  },
  parts: {
    presets: '‘시작점’',
    preflight: '‘실행하기 전에’',
    runs: '‘저장된 실행’',
    code: 'Keras 코드',
    download: '모델 파일',
    speed: '속도 측정',
  },
  make: {
    open: '수업용 링크 만들기',
    lead: '링크에는 지금 입력란의 실험이 그대로 담기고, 여기서 고른 내용이 더해집니다.',
    place: '열리는 곳',
    top: '페이지 맨 위',
    lock: '잠그기',
    lockHelp:
      '잠근 항목은 입력란에서 바꿀 수 없습니다. 그래도 주소를 고치면 바꿀 수 있으므로, 보호 수단이 아니라 수업을 돕는 기능입니다.',
    all: '모든 항목',
    hide: '숨기기',
    say: '영역마다 보여 줄 글',
    sayHelp: '각 영역의 제목 아래에 서식 없는 글로 표시됩니다. 영역마다 {{max}}자까지 쓸 수 있습니다.',
    left: '{{max}}자 중 {{n}}자',
    address: '주소',
    length: '길이: {{n}}자.',
    long: '길이: {{n}}자. {{max}}자 이상인 주소는 일부 메일·채팅 프로그램에서 잘립니다. 수업 전에 시험해 보거나 글을 줄이세요.',
    refused: '길이: {{n}}자. {{max}}자 이상인 주소는 많은 서버가 거부합니다. 글을 줄이세요.',
    copy: '이 링크 복사',
  },
};
